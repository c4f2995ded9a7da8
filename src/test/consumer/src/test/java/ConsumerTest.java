import org.junit.jupiter.api.Test;

/** Runs the consumer on the class path that Maven makes from its pom. */
class ConsumerTest {
  @Test
  void runs() throws Exception {
    Consumer.main(new String[0]);
  }
}
