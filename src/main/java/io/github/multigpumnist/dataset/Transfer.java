package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One HTTP download into an open file, going on after what is there. */
final class Transfer {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;

  private final HttpClient client;
  private final Duration stall;
  private final Progress.Reporter progress;

  /**
   * @param stall how long no byte may arrive
   */
  Transfer(HttpClient client, Duration stall, Progress.Reporter progress) {
    this.client = client;
    this.stall = stall;
    this.progress = progress;
  }

  /** Whether part of the file was there already and was kept. */
  boolean run(URI uri, FileChannel file) throws IOException {
    long present = file.size();
    int status = get(uri, file, present);
    if (status == NOT_SATISFIABLE && present > 0) {
      // As long as the whole file, or longer: from the start, so that it can be checked.
      file.truncate(0);
      status = get(uri, file, 0);
    }
    if (status != OK && status != PARTIAL) {
      throw new IOException("HTTP status " + status);
    }
    return status == PARTIAL && present > 0;
  }

  private int get(URI uri, FileChannel file, long present) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(stall);
    if (present > 0) {
      request.header("Range", "bytes=" + present + "-");
    }
    String name = uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
    try (Sink sink = new Sink(file, present, name)) {
      return await(client.sendAsync(request.build(), sink), sink).statusCode();
    }
  }

  /** Java's client has no time limit for a body that stops arriving, so it is watched here. */
  private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> response, Sink sink)
      throws IOException {
    long seen = -1;
    while (true) {
      try {
        return response.get(stall.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (sink.done.get() == seen) {
          response.cancel(true);
          throw new IOException("no data for " + stall.toSeconds() + " s", e);
        }
        seen = sink.done.get();
      } catch (ExecutionException e) {
        throw new IOException(Reason.of(e.getCause()), e.getCause());
      } catch (InterruptedException e) {
        response.cancel(true);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  /** Where the body goes: into the file from its end, or from its start when all is sent. */
  private final class Sink implements HttpResponse.BodyHandler<Void>, AutoCloseable {
    private final FileChannel file;
    private final long present;
    private final String name;
    private final AtomicLong done = new AtomicLong();
    private volatile Progress task = Progress.Reporter.SILENT.start("", 0, "");

    Sink(FileChannel file, long present, String name) {
      this.file = file;
      this.present = present;
      this.name = name;
    }

    @Override
    public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo info) {
      if (info.statusCode() != OK && info.statusCode() != PARTIAL) {
        return BodySubscribers.discarding();
      }
      long start = info.statusCode() == PARTIAL ? present : 0;
      long length = info.headers().firstValueAsLong("Content-Length").orElse(-1);
      try {
        file.truncate(start).position(start);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      done.set(start);
      task = progress.start("downloading " + name, length < 0 ? -1 : start + length, "bytes");
      return BodySubscribers.ofByteArrayConsumer(chunk -> chunk.ifPresent(this::append));
    }

    private void append(byte[] chunk) {
      ByteBuffer buffer = ByteBuffer.wrap(chunk);
      try {
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      task.at(done.addAndGet(chunk.length));
    }

    @Override
    public void close() {
      task.close();
    }
  }
}
