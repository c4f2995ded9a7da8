package io.github.multigpumnist.dataset;

import java.net.URI;
import java.util.List;

/**
 * A file on the web.
 *
 * @param name its name, at every mirror and here
 * @param mirrors addresses of the folders that hold it, ending in a slash, the best first
 * @param checksum what the download must hash to
 */
record RemoteFile(String name, List<String> mirrors, Checksum checksum) {
  URI at(String mirror) {
    return URI.create(mirror + name);
  }
}
