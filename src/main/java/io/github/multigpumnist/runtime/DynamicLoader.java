package io.github.multigpumnist.runtime;

import java.io.IOException;

/** Opens shared libraries; what stands behind the system's dynamic loader in tests. */
interface DynamicLoader {

  /** A library that stays in the process until it is closed. */
  interface Library {

    /**
     * Calls a C function that returns an integer.
     *
     * @param arguments as JNA takes them
     * @throws UnsatisfiedLinkError when the library has no such function
     */
    long call(String function, Object... arguments);

    void close();
  }

  /**
   * Opens a library with everything that it needs.
   *
   * @param file a path, or a name that is looked for where the loader looks
   * @throws IOException with the loader's own reason
   */
  Library open(String file) throws IOException;
}
