package io.github.multigpumnist.study;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteStoreTest extends StoreContract {
  @TempDir private Path folder;

  @Override
  Storage storage() {
    return Storage.parse("sqlite:///" + folder.resolve("trials.db"));
  }
}
