package io.github.multigpumnist.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.Int64List;

/**
 * One labelled picture as a {@code tf.train.Example} with five features: {@code height}, {@code
 * width}, {@code depth}, {@code label} (int64, one value each) and {@code image_raw} (one byte
 * string).
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param depth channels, at least 1
 * @param label the class, at least 0
 * @param imageRaw unsigned bytes, HWC, {@code height * width * depth} of them; shared, not copied
 */
public record ImageExample(int height, int width, int depth, long label, byte[] imageRaw) {
  private static final String HEIGHT = "height";
  private static final String WIDTH = "width";
  private static final String DEPTH = "depth";
  private static final String LABEL = "label";
  private static final String IMAGE_RAW = "image_raw";

  /** Checks the sizes. */
  public ImageExample {
    positive(HEIGHT, height);
    positive(WIDTH, width);
    positive(DEPTH, depth);
    if (label < 0) {
      throw new IllegalArgumentException("feature label is " + label + ", expected at least 0");
    }
    long plane = (long) height * width;
    if (plane > imageRaw.length || imageRaw.length != plane * depth) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "feature image_raw has %d bytes, expected %d x %d x %d",
              imageRaw.length,
              height,
              width,
              depth));
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "feature " + name + " is " + value + ", expected at least 1");
    }
  }

  /**
   * Reads a serialized example.
   *
   * @param serialized the bytes of one record
   * @return the picture
   * @throws IOException naming the feature, when the bytes are no {@code tf.train.Example} or a
   *     feature is missing, of another kind, or out of range
   */
  public static ImageExample parse(byte[] serialized) throws IOException {
    try {
      Map<String, Feature> features = Example.parseFrom(serialized).getFeatures().getFeatureMap();
      return new ImageExample(
          size(features, HEIGHT),
          size(features, WIDTH),
          size(features, DEPTH),
          number(features, LABEL),
          bytes(features));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("not a tf.train.Example: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static int size(Map<String, Feature> features, String name) throws IOException {
    long value = number(features, name);
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new IOException("feature " + name + " is " + value + ", expected at least 1");
    }
    return (int) value;
  }

  private static long number(Map<String, Feature> features, String name) throws IOException {
    Feature feature = feature(features, name, Feature.KindCase.INT64_LIST);
    one(name, feature.getInt64List().getValueCount());
    return feature.getInt64List().getValue(0);
  }

  private static byte[] bytes(Map<String, Feature> features) throws IOException {
    Feature feature = feature(features, IMAGE_RAW, Feature.KindCase.BYTES_LIST);
    one(IMAGE_RAW, feature.getBytesList().getValueCount());
    return feature.getBytesList().getValue(0).toByteArray();
  }

  private static Feature feature(Map<String, Feature> features, String name, Feature.KindCase kind)
      throws IOException {
    Feature feature = features.get(name);
    if (feature == null) {
      throw new IOException("feature " + name + " is missing");
    }
    if (feature.getKindCase() != kind) {
      throw new IOException(
          "feature " + name + " is a " + feature.getKindCase() + ", expected " + kind);
    }
    return feature;
  }

  private static void one(String name, int count) throws IOException {
    if (count != 1) {
      throw new IOException("feature " + name + " has " + count + " values, expected 1");
    }
  }

  /**
   * The serialized example; the same picture gives the same bytes on every machine.
   *
   * @return the bytes of one record
   */
  public byte[] serialize() {
    Example example =
        Example.newBuilder()
            .setFeatures(
                Features.newBuilder()
                    .putFeature(HEIGHT, int64(height))
                    .putFeature(WIDTH, int64(width))
                    .putFeature(DEPTH, int64(depth))
                    .putFeature(LABEL, int64(label))
                    .putFeature(IMAGE_RAW, raw()))
            .build();
    byte[] bytes = new byte[example.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization(); // a proto map has no order of its own
    try {
      example.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array has no disk to fail
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static Feature int64(long value) {
    return Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build();
  }

  private Feature raw() {
    return Feature.newBuilder()
        .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFrom(imageRaw)))
        .build();
  }
}
