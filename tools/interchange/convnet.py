"""The ConvNet of the batching trainer, as a TensorFlow 1 program builds it: in Python, with its native
operations. It has the variables that the Java program has, by the same names, and nothing else in common."""

import collections
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow.compat.v1 as tf

tf.logging.set_verbosity(tf.logging.ERROR)
tf.disable_v2_behavior()

IMAGE = (28, 28, 1)
CLASSES = 10
DECAY = 0.004
LRN = dict(depth_radius=4, bias=1.0, alpha=0.001 / 9.0, beta=0.75)

Net = collections.namedtuple("Net", "images labels logits cross_entropy loss variables")
Training = collections.namedtuple("Training", "step gradients global_step saver")


def preprocess(pixels):
    """uint8 pixels as the network takes them."""
    return pixels.astype("float32") / 255 - 0.5


def _weights(name, shape, stddev):
    return tf.get_variable(name + "/weights", shape, initializer=tf.truncated_normal_initializer(stddev=stddev))


def _biases(name, size, value):
    return tf.get_variable(name + "/biases", [size], initializer=tf.constant_initializer(value))


def _conv(x, name, shape, biases):
    y = tf.nn.conv2d(x, _weights(name, shape, 0.05), strides=1, padding="SAME")
    return tf.nn.relu(tf.nn.bias_add(y, _biases(name, shape[-1], biases)), name=name)


def _pool(x, name):
    return tf.nn.max_pool2d(x, ksize=2, strides=2, padding="SAME", name=name)


def _dense(x, name, inputs, units, stddev, biases):
    return tf.matmul(x, _weights(name, [inputs, units], stddev)) + _biases(name, units, biases)


def build():
    """One tower in the current graph: fed preprocessed images and labels. Variables get no tower's name."""
    images = tf.placeholder(tf.float32, (None,) + IMAGE, "images")
    labels = tf.placeholder(tf.int64, [None], "labels")
    with tf.name_scope("tower_0"):
        x = _pool(_conv(images, "conv1", [5, 5, 1, 32], 0.0), "pool1")
        x = tf.nn.lrn(x, name="norm1", **LRN)
        x = _conv(x, "conv2", [5, 5, 32, 64], 0.1)
        x = _pool(tf.nn.lrn(x, name="norm2", **LRN), "pool2")
        x = tf.reshape(x, [-1, 3136])
        x = tf.nn.relu(_dense(x, "local3", 3136, 1024, 0.04, 0.1))
        x = tf.nn.relu(_dense(x, "local4", 1024, CLASSES, 0.04, 0.1))
        logits = _dense(x, "softmax_linear", CLASSES, CLASSES, 1 / 192, 0.0)
        cross_entropy = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        variables = tf.trainable_variables()
        decayed = [v for v in variables if v.op.name in ("local3/weights", "local4/weights")]
        loss = cross_entropy + tf.add_n([DECAY * tf.nn.l2_loss(v) for v in decayed])
    return Net(images, labels, logits, cross_entropy, loss, variables)


def add_training(net, rate, step_type=tf.float32):
    """Nesterov momentum, the step counter (float32 in the original), and the Saver of them all."""
    global_step = tf.get_variable(
        "global_step", [], step_type, initializer=tf.zeros_initializer(), trainable=False)
    optimizer = tf.train.MomentumOptimizer(rate, 0.9, use_nesterov=True)
    # Gated, unlike the original's: no variable changes while a gradient of the same step is computed.
    pairs = optimizer.compute_gradients(
        net.loss, net.variables, gate_gradients=tf.train.Optimizer.GATE_GRAPH)
    with tf.control_dependencies([optimizer.apply_gradients(pairs)]):
        step = tf.assign_add(global_step, tf.ones([], step_type))
    gradients = {v.op.name: g for g, v in pairs}
    return Training(step, gradients, global_step, tf.train.Saver(sharded=True))
