package io.github.multigpumnist.cluster;

import com.fasterxml.jackson.databind.node.TextNode;

/** Foreign text in messages. */
final class Quote {
  private static final int SHOWN = 100;

  private Quote() {}

  /** The text in quotation marks, on one line whatever is in it, cut when it is long. */
  static String of(String text) {
    if (text == null) {
      return "null";
    }
    return text.length() <= SHOWN
        ? TextNode.valueOf(text).toString()
        : TextNode.valueOf(text.substring(0, SHOWN)) + "…";
  }
}
