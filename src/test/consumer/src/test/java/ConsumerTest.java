import org.junit.jupiter.api.Test;

/** Runs the consumer's programs on the class path that Maven makes from its pom. */
class ConsumerTest {
  @Test
  void trainsTheConvNet() throws Exception {
    Consumer.main(new String[0]);
  }

  @Test
  void buildsAModel() throws Exception {
    Digits.main(new String[0]);
  }
}
