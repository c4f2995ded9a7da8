package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeFolderTest {
  @TempDir private Path folder;
  private Path variable;
  private Path entry;

  @BeforeEach
  void makeHomes() throws IOException {
    variable = Files.createDirectory(folder.resolve("variable"));
    entry = Files.createDirectory(folder.resolve("entry"));
  }

  private HomeFolder home(String ofVariable, String ofEntry) {
    return HomeFolder.of(ofVariable, ofEntry, folder);
  }

  @Test
  void theVariableComesBeforeTheEntry() {
    assertThat(home(variable.toString(), entry.toString()))
        .isEqualTo(new HomeFolder(variable, false));
    for (String bad : new String[] {null, "", " ", "relative", folder + "/missing", "/dev/null"}) {
      assertThat(home(bad, entry.toString())).isEqualTo(new HomeFolder(entry, false));
    }
  }

  @Test
  void aUserWithoutOneGetsATemporaryFolderOfTheirOwn() throws IOException {
    HomeFolder home = home(null, "?");
    assertThat(home.temporary()).isTrue();
    assertThat(home.path()).hasParent(folder).isDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.path())))
        .isEqualTo("rwx------");
    assertThat(home("/missing", "?")).as("the same again").isEqualTo(home);
    assertThat(home(null, home.path().toString())).as("told to Java before").isEqualTo(home);
  }

  @Test
  void whatOthersCouldHavePutThereIsNotTaken() throws IOException {
    Path usual = home(null, "?").path();
    Files.delete(usual);
    Files.createSymbolicLink(usual, entry);
    assertThat(home(null, "?").path()).isNotEqualTo(usual).hasParent(folder).isEmptyDirectory();
  }
}
