package io.github.multigpumnist.dataset;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine that serves some files, and can be told to fail. */
final class Mirror implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile int breakAfter = Integer.MAX_VALUE;
  private volatile boolean stalls;
  private volatile boolean ranges = true;

  Mirror() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  Mirror serve(String name, byte[] content) {
    files.put("/" + name, content);
    return this;
  }

  /** Sends so many bytes of a body, then breaks the connection. */
  void breakAfter(int bytes) {
    breakAfter = bytes;
  }

  /** Sends half of a body, then nothing, without closing. */
  void stall() {
    stalls = true;
  }

  void withoutRanges() {
    ranges = false;
  }

  /** Paths that were asked for, with the range when there was one. */
  List<String> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(path + (range == null ? "" : " " + range));
    byte[] content = files.get(path);
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    int start = 0;
    if (range != null && ranges) {
      start = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }
    if (start >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    send(exchange, start, Arrays.copyOfRange(content, start, content.length));
  }

  private void send(HttpExchange exchange, int start, byte[] body) throws IOException {
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, body.length);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      if (stalls) {
        out.write(body, 0, body.length / 2);
        out.flush();
        Thread.sleep(60_000);
      }
      out.write(body, 0, Math.min(body.length, breakAfter));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
