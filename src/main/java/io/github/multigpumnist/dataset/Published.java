package io.github.multigpumnist.dataset;

import java.util.List;
import java.util.Map;

/**
 * A data set that is published on the web.
 *
 * @param name as the user types it
 * @param classNames by label
 * @param files uncompressed names of the files it consists of
 * @param contents checksums by file name, where a trusted one is known
 * @param subfolders looked in too: where its archive unpacks to, where torchvision keeps it
 * @param remotes what is downloaded: the files as {@code .gz}, or one archive with all of them
 * @param format how the files are read
 */
record Published(
    String name,
    List<String> classNames,
    List<String> files,
    Map<String, Checksum> contents,
    List<String> subfolders,
    List<RemoteFile> remotes,
    PublishedFormat format) {}
