package io.github.multigpumnist.study;

import io.github.multigpumnist.space.Space;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The trials of one search. May be used by several threads; every method is one transaction, done
 * again when the connection breaks.
 *
 * <p>A trial belongs to the search when it has a fingerprint; others, such as those Optuna adds,
 * are listed but never claimed nor changed. On SQLite the first call that queues, claims or leads
 * makes this process the study's owner until the store is closed; a second process is refused, and
 * may only read.
 */
public final class Study {
  private final Database database;
  private final long id;
  private final String name;
  private final Leadership leadership;

  /** The claims of this process that have not ended: on SQLite, what else is running is dead. */
  private final Set<Long> live = ConcurrentHashMap.newKeySet();

  /** Claims share it, looking for the dead excludes them: a claim is alive once it is committed. */
  private final ReadWriteLock claiming = new ReentrantReadWriteLock();

  Study(Database database, long id, String name) {
    this.database = database;
    this.id = id;
    this.name = name;
    this.leadership = Leadership.of(database, id, name);
  }

  /**
   * The study's name.
   *
   * @return as given to {@link TrialStore#create}
   */
  public String name() {
    return name;
  }

  /**
   * Which values are better.
   *
   * @return of each objective; one unless the study is Optuna's with several
   * @throws StoreException when the database fails
   */
  public List<Direction> directions() throws StoreException {
    return database.read(handle -> Studies.directions(handle, id));
  }

  /**
   * The user attributes.
   *
   * @return by key; maps, lists, texts, numbers, Booleans and null
   * @throws StoreException when the database fails
   */
  public Map<String, Object> attributes() throws StoreException {
    return database.read(handle -> Attributes.STUDY_USER.all(handle, id));
  }

  void setAttribute(String key, Object value) throws StoreException {
    database.write(
        handle -> {
          Attributes.STUDY_USER.set(handle, id, Map.of(key, value));
          return null;
        });
  }

  /**
   * What the best networks came to on the test images.
   *
   * @return accuracies by fingerprint
   * @throws StoreException when the database fails
   */
  public Map<String, Double> testAccuracies() throws StoreException {
    return StudyAttributes.tested(attributes());
  }

  /**
   * Keeps what a network came to on the test images; to be called by the leader.
   *
   * @param fingerprint the network's
   * @param accuracy 0 to 1
   * @throws StoreException when the database fails
   */
  public synchronized void setTestAccuracy(String fingerprint, double accuracy)
      throws StoreException {
    Map<String, Double> all = testAccuracies();
    all.put(fingerprint, accuracy);
    setAttribute(StudyAttributes.TEST, all);
  }

  /**
   * All trials, Optuna's own too, as they were at one moment.
   *
   * @return by number
   * @throws StoreException when the database fails or holds what Optuna could not read
   */
  public List<Trial> trials() throws StoreException {
    return database.read(handle -> TrialReader.ofStudy(handle, id));
  }

  /**
   * Queues networks, all or none. One that the study already has, in whatever state, is left out.
   *
   * @param space which the networks are of
   * @param trials in the order in which they shall be claimed
   * @return how many were queued
   * @throws StoreException when the database fails, or on SQLite another process owns the study
   */
  public int enqueue(Space space, List<NewTrial> trials) throws StoreException {
    leadership.join();
    return database.write(
        handle -> new TrialWriter(handle, id, space).enqueue(trials, database.lockingSuffix()));
  }

  /**
   * Takes the oldest queued trial. No two claimants get the same.
   *
   * @param worker who takes it, for people to read
   * @return empty when none is queued
   * @throws StoreException when the database fails, or on SQLite another process owns the study
   */
  public Optional<Claim> claim(String worker) throws StoreException {
    leadership.join();
    String token = UUID.randomUUID().toString();
    claiming.readLock().lock();
    try {
      Optional<Trial> trial =
          database.write(handle -> new Queue(handle, database).claim(id, worker, token));
      trial.ifPresent(claimed -> live.add(claimed.id()));
      return trial.map(
          claimed -> new Claim(database, claimed, token, () -> live.remove(claimed.id())));
    } finally {
      claiming.readLock().unlock();
    }
  }

  /**
   * Queues again what dead claimants left running, and forgets what they had reported.
   *
   * @param grace on PostgreSQL a claimant is dead when its last heartbeat is older than this by the
   *     database's clock; on SQLite when its process is, and this is not used
   * @return how many trials were queued again
   * @throws StoreException when the database fails, or on SQLite another process owns the study
   */
  public int requeueDead(Duration grace) throws StoreException {
    leadership.join();
    claiming.writeLock().lock();
    try {
      int requeued = 0;
      for (long trial : database.read(handle -> new Queue(handle, database).running(id))) {
        if (!live.contains(trial)
            && database.write(handle -> new Queue(handle, database).requeueDead(trial, grace))) {
          requeued++;
        }
      }
      return requeued;
    } finally {
      claiming.writeLock().unlock();
    }
  }

  /**
   * Tries to be the one process that leads the study; asked again, tells whether it still is.
   *
   * @return false when another process leads
   * @throws StoreException when the database fails, or on SQLite another process owns the study
   */
  public boolean tryLead() throws StoreException {
    return leadership.tryLead();
  }

  /**
   * Lets another process lead. On SQLite the study stays this process's until the store is closed.
   */
  public void resignLead() {
    leadership.resign();
  }

  void close() {
    leadership.close();
  }
}
