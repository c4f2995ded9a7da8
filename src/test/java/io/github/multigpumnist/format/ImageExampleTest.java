package io.github.multigpumnist.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

class ImageExampleTest {
  private static final ImageExample PICTURE =
      new ImageExample(1, 2, 1, 7, new byte[] {9, (byte) 250});

  /** The same picture, serialized by Python's TensorFlow 2.18. */
  private static final byte[] PYTHON =
      HexFormat.of()
          .parseHex(
              "0a560a0e0a05646570746812051a030a01010a0f0a0668656967687412051a030a01010a130a09696d61"
                  + "67655f72617712060a040a0209fa0a0e0a056c6162656c12051a030a01070a0e0a05776964746812"
                  + "051a030a0102");

  @Test
  void writesWhatPythonWrites() {
    assertThat(PICTURE.serialize()).isEqualTo(PYTHON);
  }

  @Test
  void readsWhatPythonWrote() throws IOException {
    ImageExample read = ImageExample.parse(PYTHON);

    assertThat(read).usingRecursiveComparison().isEqualTo(PICTURE);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(f -> f.removeFeature("label"), "feature label is missing"),
        fault(f -> f.removeFeature("image_raw"), "feature image_raw is missing"),
        fault(
            f -> f.putFeature("height", Feature.getDefaultInstance()),
            "feature height is a KIND_NOT_SET, expected INT64_LIST"),
        fault(
            f ->
                f.putFeature(
                    "label",
                    Feature.newBuilder().setFloatList(FloatList.newBuilder().addValue(1)).build()),
            "feature label is a FLOAT_LIST, expected INT64_LIST"),
        fault(f -> f.putFeature("image_raw", int64(1)), "expected BYTES_LIST"),
        fault(f -> f.putFeature("width", int64()), "feature width has 0 values, expected 1"),
        fault(f -> f.putFeature("width", int64(2, 2)), "feature width has 2 values, expected 1"),
        fault(f -> f.putFeature("depth", int64(0)), "feature depth is 0, expected at least 1"),
        fault(f -> f.putFeature("height", int64(1L << 32)), "feature height is 4294967296"),
        fault(f -> f.putFeature("label", int64(-1)), "feature label is -1, expected at least 0"),
        fault(f -> f.putFeature("image_raw", raw()), "feature image_raw has 0 values, expected 1"),
        fault(
            f -> f.putFeature("image_raw", raw("x")),
            "feature image_raw has 1 bytes, expected 1 x 2 x 1"),
        fault(
            f -> {
              f.putFeature("height", int64(Integer.MAX_VALUE));
              f.putFeature("width", int64(Integer.MAX_VALUE));
              f.putFeature("depth", int64(Integer.MAX_VALUE));
            },
            "feature image_raw has 2 bytes"));
  }

  private static Arguments fault(Consumer<Features.Builder> change, String message) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void namesTheFeature(String message, Consumer<Features.Builder> change) throws IOException {
    Example.Builder example = Example.parseFrom(PYTHON).toBuilder();
    change.accept(example.getFeaturesBuilder());

    assertThatIOException()
        .isThrownBy(() -> ImageExample.parse(example.build().toByteArray()))
        .withMessageContaining(message);
  }

  @Test
  void refusesOtherBytes() {
    assertThatIOException()
        .isThrownBy(() -> ImageExample.parse(new byte[] {10, 127}))
        .withMessageStartingWith("not a tf.train.Example: ");
  }

  @Test
  void refusesAPictureOfAnotherSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageExample(2, 2, 1, 0, new byte[3]))
        .withMessage("feature image_raw has 3 bytes, expected 2 x 2 x 1");
  }

  private static Feature int64(long... values) {
    Int64List.Builder list = Int64List.newBuilder();
    for (long value : values) {
      list.addValue(value);
    }
    return Feature.newBuilder().setInt64List(list).build();
  }

  private static Feature raw(String... values) {
    BytesList.Builder list = BytesList.newBuilder();
    for (String value : values) {
      list.addValue(ByteString.copyFromUtf8(value));
    }
    return Feature.newBuilder().setBytesList(list).build();
  }
}
