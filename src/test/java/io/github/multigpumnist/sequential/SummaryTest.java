package io.github.multigpumnist.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The table of a model. */
class SummaryTest {

  @Test
  void isThatOfKeras() {
    assertThat(Models.cnn().summary())
        .isEqualTo(
            """
            Model: "sequential"
            _________________________________________________________________
            Layer (type)                 Output Shape              Param #
            =================================================================
            conv2d (Conv2d)              (None, 6, 6, 4)           40
            _________________________________________________________________
            batch_norm (BatchNorm)       (None, 6, 6, 4)           16
            _________________________________________________________________
            max_pool (MaxPool)           (None, 3, 3, 4)           0
            _________________________________________________________________
            conv2d_1 (Conv2d)            (None, 3, 3, 5)           85
            _________________________________________________________________
            flatten (Flatten)            (None, 45)                0
            _________________________________________________________________
            dense (Dense)                (None, 3)                 138
            _________________________________________________________________
            activation (Activation)      (None, 3)                 0
            =================================================================
            Total params: 279
            Trainable params: 271
            Non-trainable params: 8
            _________________________________________________________________\
            """);
  }

  @Test
  void countsAsKerasDoes() {
    assertThat(
            Sequential.of(28, 28, 1)
                .add(Layers.flatten())
                .add(Layers.dense(256))
                .add(Layers.dropout(0.2))
                .add(Layers.dense(10))
                .summary())
        .contains("dense (Dense)                (None, 256)               200960\n")
        .contains("dense_1 (Dense)              (None, 10)                2570\n")
        .contains("Total params: 203,530\n");
  }
}
