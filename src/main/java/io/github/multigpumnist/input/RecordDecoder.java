package io.github.multigpumnist.input;

import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.io.ParseExample;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** The graph function that turns a global batch of serialized records into one tower's examples. */
final class RecordDecoder {
  private RecordDecoder() {}

  /** Decoding whole batches is about seven times as fast as decoding record by record. */
  static ConcreteFunction build(int tower, int towers, int height, int width, int depth) {
    return ConcreteFunction.create(
        tf -> {
          Operand<TString> all =
              tf.placeholder(TString.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
          ParseExample parsed = parse(tf, shareOf(tf, all, tower, towers));
          Operand<TString> raw = parsed.denseValues().get(0).expect(TString.class);
          Operand<TUint8> images =
              tf.reshape(tf.io.decodeRaw(raw, TUint8.class), tf.array(-1, height, width, depth));
          Operand<TInt32> labels =
              tf.dtypes.cast(parsed.denseValues().get(1).expect(TInt64.class), TInt32.class);
          return Signature.builder("decode_tower_" + tower)
              .input("records", all)
              .output("images", images)
              .output("labels", labels)
              .build();
        });
  }

  private static Operand<TString> shareOf(Ops tf, Operand<TString> records, int tower, int towers) {
    Operand<TInt32> size = tf.size(records);
    Operand<TInt32> from = Resident.share(tf, size, tower, towers);
    Operand<TInt32> to = Resident.share(tf, size, tower + 1, towers);
    return tf.slice(
        records,
        tf.expandDims(from, tf.constant(0)),
        tf.expandDims(tf.math.sub(to, from), tf.constant(0)));
  }

  private static ParseExample parse(Ops tf, Operand<TString> records) {
    Operand<TString> none = tf.constant(NdArrays.ofObjects(String.class, Shape.of(0)));
    return tf.io.parseExample(
        records,
        none,
        none,
        tf.array("image_raw", "label"),
        none,
        List.of(none, tf.array(new long[0])),
        0L,
        List.of(),
        List.of(),
        List.of(),
        List.of(Shape.scalar(), Shape.scalar()));
  }
}
