package io.github.multigpumnist.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a task listens.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param port 1 to 65535
 */
record Address(String host, int port) {
  /** The longest name DNS knows; what is longer isn't matched, as patterns recurse. */
  private static final int LONGEST = 253 + ":65535".length();

  private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+):(\\d+)");
  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");
  private static final Pattern LIKE_IPV4 = Pattern.compile("[0-9.]+");
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");
  private static final int LAST_PORT = 65535;

  static Address parse(Task task, String text) {
    Matcher form = text.length() > LONGEST ? null : FORM.matcher(text);
    if (form == null || !form.matches() || !isHost(form.group(1))) {
      throw wrong(task, text, "host:port, the host a name, an IPv4 address or [an IPv6 address]");
    }
    String port = form.group(2);
    if (!PORT.matcher(port).matches() || Integer.parseInt(port) > LAST_PORT) {
      throw wrong(task, text, "a port from 1 to " + LAST_PORT);
    }
    return new Address(form.group(1), Integer.parseInt(port));
  }

  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      return isIpv6(host);
    }
    return LIKE_IPV4.matcher(host).matches()
        ? IPV4.matcher(host).matches()
        : NAME.matcher(host).matches();
  }

  /** Java reads an address in brackets without asking anybody. */
  private static boolean isIpv6(String host) {
    try {
      InetAddress.getByName(host);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static IllegalArgumentException wrong(Task task, String text, String expected) {
    return new IllegalArgumentException(
        "address of " + task + " is " + Quote.of(text) + ", expected " + expected);
  }
}
