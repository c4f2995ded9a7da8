package io.github.multigpumnist.search;

import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.study.Claim;
import io.github.multigpumnist.study.ClaimLostException;
import io.github.multigpumnist.study.Study;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of this process that train: each claims the oldest queued trial, trains it on its own
 * device, and looks for the next.
 */
final class Workers implements AutoCloseable {
  private static final long LOOK_AGAIN_MILLIS = 1000;
  private static final long HEARTBEAT_MILLIS = 5_000;

  private final Study study;
  private final TrialRun run;
  private final Bell bell;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<Claim> claims = ConcurrentHashMap.newKeySet();
  private final AtomicInteger trained = new AtomicInteger();
  private final AtomicReference<Throwable> problem = new AtomicReference<>();
  private final AtomicBoolean ending;

  /** After a fault: what was short may be there again, and others may take the trial. */
  private final Duration pause;

  private Workers(Study study, TrialRun run, Bell bell, AtomicBoolean ending, Duration pause) {
    this.study = study;
    this.run = run;
    this.bell = bell;
    this.ending = ending;
    this.pause = pause;
  }

  /**
   * @param ending set by whoever wants trials under way to stop; {@link #close} sets it too
   * @param pause of a worker after a fault
   */
  static Workers start(
      Study study,
      TrialRun run,
      Bell bell,
      List<Devices> devices,
      AtomicBoolean ending,
      Duration pause) {
    Workers workers = new Workers(study, run, bell, ending, pause);
    for (int i = 0; i < devices.size(); i++) {
      Devices own = devices.get(i);
      workers.add("search-worker-" + i, () -> workers.work(own));
    }
    workers.add("search-heartbeat", workers::beat);
    return workers;
  }

  private void add(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (InterruptedException e) {
                // closing
              } catch (Throwable e) {
                problem.compareAndSet(null, e);
                bell.ring();
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  @FunctionalInterface
  private interface Task {
    void run() throws Exception;
  }

  private void work(Devices devices) throws IOException, InterruptedException {
    String name = host() + ":" + ProcessHandle.current().pid() + " " + devices.placement().towers();
    while (!ending.get()) {
      long seen = bell.rings();
      Optional<Claim> claim = study.claim(name);
      if (claim.isEmpty()) {
        bell.await(seen, LOOK_AGAIN_MILLIS);
        continue;
      }
      claims.add(claim.get());
      boolean sound;
      try {
        sound = run.run(claim.get(), devices);
      } finally {
        claims.remove(claim.get());
      }
      bell.ring();
      if (sound) {
        trained.incrementAndGet();
      } else {
        pause();
      }
    }
  }

  private void pause() throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toMillis(); left > 0 && !ending.get(); ) {
      bell.await(bell.rings(), left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  /** Tells other processes that the trials under way are alive. */
  private void beat() throws IOException, InterruptedException {
    while (!ending.get()) {
      Thread.sleep(HEARTBEAT_MILLIS);
      for (Claim claim : claims) {
        try {
          claim.heartbeat();
        } catch (ClaimLostException | IllegalStateException e) {
          // It has ended just now, or its worker will be told when it reports.
        }
      }
    }
  }

  /** Trials that this process has ended. */
  int trained() {
    return trained.get();
  }

  /** Throws what a worker stumbled over, if one did. */
  void check() throws IOException {
    Throwable found = problem.get();
    if (found instanceof IOException e) {
      throw e;
    }
    if (found instanceof RuntimeException e) {
      throw e;
    }
    if (found instanceof Error e) {
      throw e;
    }
  }

  /** Stops the trials under way, which are queued again, and waits for the threads. */
  @Override
  public void close() {
    ending.set(true);
    bell.ring();
    boolean interrupted = false;
    for (Thread thread : threads) {
      if (thread.getName().equals("search-heartbeat")) {
        thread.interrupt();
      }
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
