package io.github.multigpumnist.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a store and its server, and cuts the connection when told. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final String host;
  private final int port;
  private volatile boolean cutsAtCommit;

  CuttingProxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    inBackground(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The next COMMIT reaches the server, but its answer does not come back. */
  void cutAtNextCommit() {
    cutsAtCommit = true;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket(host, port);
      sockets.add(client);
      sockets.add(server);
      inBackground(() -> pump(client, server, false));
      inBackground(() -> pump(server, client, true));
    }
  }

  private void pump(Socket from, Socket to, boolean answers) throws IOException {
    byte[] bytes = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        String text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
        if (answers && cutsAtCommit && text.contains("COMMIT")) { // the tag of what was done
          cutsAtCommit = false;
          return;
        }
        out.write(bytes, 0, n);
      }
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void inBackground(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // closed
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
