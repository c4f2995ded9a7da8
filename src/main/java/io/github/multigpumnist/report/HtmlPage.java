package io.github.multigpumnist.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One HTML page in one file: style and pictures are inside, there is no script, and the page's own
 * policy forbids the browser to load anything. Every text is escaped. Methods add to the page's end
 * and return the page.
 */
final class HtmlPage {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9][0-9.,:]*( ?(%|s|min|h|ms|of [0-9–]+))?|-?inf|–");

  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
             color: #222; background: #fff; max-width: 66rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
      h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid #ddd; }
      p.lead { color: #444; margin-top: 0; }
      figure { margin: 1rem 0 1.6rem; }
      figure img { max-width: 100%; height: auto; }
      figcaption { color: #555; font-size: .9rem; }
      .table figcaption { margin-bottom: .4rem; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
      th, td { padding: .25rem .45rem; text-align: left; vertical-align: top; border-bottom: 1px solid #e3e3e3; }
      thead th { border-bottom: 2px solid #bbb; vertical-align: bottom; }
      td.number, th.number { text-align: right; }
      td.number { white-space: nowrap; }
      .facts th { font-weight: normal; color: #555; white-space: nowrap; }
      .facts td { overflow-wrap: anywhere; }
      .amounts td, .amounts th { text-align: center; padding: .25rem .45rem; border: 1px solid #fff;
                                 min-width: 1.6rem; }
      .amounts td.right { outline: 2px solid #222; outline-offset: -3px; }
      .tiles { display: flex; flex-wrap: wrap; gap: .9rem; margin: 1rem 0; padding: 0; list-style: none; }
      .tiles figure { margin: 0; text-align: center; }
      .tiles img { image-rendering: pixelated; border: 1px solid #ddd; }
      .tiles figcaption { line-height: 1.25; white-space: pre-line; }
      footer { margin-top: 3rem; border-top: 1px solid #ddd; color: #555; font-size: .85rem; }
      @media print { body { margin: 0; max-width: none; font-size: 11pt; }
                     figure, tr { break-inside: avoid; } h2 { break-after: avoid; }
                     .scroll { overflow: visible; } * { print-color-adjust: exact; } }
      """;

  private final String title;
  private final StringBuilder body = new StringBuilder();

  /** A page that has only its title and a sentence on what it is about. */
  HtmlPage(String title, String lead) {
    this.title = title;
    body.append("<h1>").append(escape(title)).append("</h1>\n");
    body.append("<p class=\"lead\">").append(escape(lead)).append("</p>\n");
  }

  HtmlPage section(String heading) {
    body.append("<h2>").append(escape(heading)).append("</h2>\n");
    return this;
  }

  HtmlPage paragraph(String text) {
    body.append("<p>").append(escape(text)).append("</p>\n");
    return this;
  }

  /** Names and values, such as settings; in the map's order. */
  HtmlPage facts(String caption, Map<String, String> facts) {
    beginTable("facts", caption);
    facts.forEach(
        (name, value) ->
            body.append("<tr><th scope=\"row\">")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>\n"));
    body.append("</table></div></figure>\n");
    return this;
  }

  /** A table; columns whose cells are all numbers stand to the right. */
  HtmlPage table(String caption, List<String> header, List<List<String>> rows) {
    boolean[] numeric = new boolean[header.size()];
    for (int c = 0; c < numeric.length; c++) {
      int column = c;
      numeric[c] = rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }
    beginTable("rows", caption);
    body.append("<thead><tr>");
    cells("th scope=\"col\"", "th", header, numeric);
    body.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      body.append("<tr>");
      cells("td", "td", row, numeric);
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div></figure>\n");
    return this;
  }

  private void cells(String start, String end, List<String> cells, boolean[] numeric) {
    for (int c = 0; c < cells.size(); c++) {
      body.append('<').append(start).append(numeric[c] ? " class=\"number\">" : ">");
      body.append(escape(cells.get(c))).append("</").append(end).append('>');
    }
  }

  /**
   * A square table of amounts, each cell the darker the more of its row it has; the diagonal is
   * framed.
   *
   * @param names of rows and columns
   * @param amounts as many rows as names, of as many numbers
   */
  HtmlPage amounts(String caption, String corner, List<String> names, List<List<Integer>> amounts) {
    beginTable("amounts", caption);
    body.append("<thead><tr><th>").append(escape(corner)).append("</th>");
    names.forEach(n -> body.append("<th scope=\"col\">").append(escape(n)).append("</th>"));
    body.append("</tr></thead>\n<tbody>\n");
    for (int r = 0; r < names.size(); r++) {
      List<Integer> row = amounts.get(r);
      int sum = row.stream().mapToInt(Integer::intValue).sum();
      body.append("<tr><th scope=\"row\">").append(escape(names.get(r))).append("</th>");
      for (int c = 0; c < row.size(); c++) {
        // The root makes a single wrong image of hundreds visible.
        double share = sum == 0 ? 0 : Math.sqrt((double) row.get(c) / sum);
        body.append(r == c ? "<td class=\"right\"" : "<td")
            .append(" style=\"background:")
            .append(Palette.amount(share))
            .append("\">")
            .append(row.get(c) == 0 ? "·" : row.get(c).toString())
            .append("</td>");
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div></figure>\n");
    return this;
  }

  /** A picture with its caption; {@code alternative} says in words what it shows. */
  HtmlPage figure(Picture picture, String alternative, String caption) {
    body.append(drawn(picture, alternative, caption));
    return this;
  }

  /**
   * A small picture among others.
   *
   * @param picture the picture
   * @param alternative what it shows, in words
   * @param caption below it; may have several lines
   */
  record Tile(Picture picture, String alternative, String caption) {}

  /** Small pictures side by side. */
  HtmlPage tiles(List<Tile> tiles) {
    body.append("<ul class=\"tiles\">\n");
    for (Tile tile : tiles) {
      body.append("<li>")
          .append(drawn(tile.picture(), tile.alternative(), tile.caption()))
          .append("</li>\n");
    }
    body.append("</ul>\n");
    return this;
  }

  private static String drawn(Picture picture, String alternative, String caption) {
    return String.format(
            Locale.ROOT,
            "<figure><img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"%s\">",
            picture.width(),
            picture.height(),
            escape(alternative),
            picture.dataUri())
        + (caption.isEmpty() ? "" : "<figcaption>" + escape(caption) + "</figcaption>")
        + "</figure>\n";
  }

  private void beginTable(String kind, String caption) {
    body.append("<figure class=\"table\">");
    if (!caption.isEmpty()) {
      body.append("<figcaption>").append(escape(caption)).append("</figcaption>");
    }
    body.append("<div class=\"scroll\"><table class=\"").append(kind).append("\">\n");
  }

  /** The whole page; {@code origin} says at its foot what wrote it, and when. */
  String html(String origin) {
    return String.format(
        Locale.ROOT,
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <link rel="icon" href="data:,">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s<footer><p>%s</p></footer>
        </body>
        </html>
        """,
        escape(title),
        STYLE,
        body,
        escape(origin));
  }

  /** Text as HTML shows it; characters that HTML cannot have become U+FFFD. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isText(c) ? c : 0xfffd);
              }
            });
    return safe.toString();
  }

  private static boolean isText(int c) {
    return c == '\n' || c == '\t' || !Character.isISOControl(c) && (c < 0xd800 || c > 0xdfff);
  }
}
