package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of a curl command as options and URLs, as curl's own parser tells them apart: short
 * ones may stand together, and hold their value or have it in the next word.
 */
final class CurlOptions {
  /** An option by its long name; the value is empty for a switch. */
  record Option(String name, String value) {}

  private static final Map<String, String> SHORT = new HashMap<>();

  static {
    String pairs =
        "X request H header d data F form u user b cookie k insecure G get I head A user-agent e"
            + " referer L location x proxy s silent S show-error v verbose i include f fail o"
            + " output O remote-name w write-out D dump-header c cookie-jar m max-time T"
            + " upload-file E cert r range N no-buffer # progress-bar K config a append g globoff j"
            + " junk-session-cookies n netrc p proxytunnel q disable R remote-time U proxy-user z"
            + " time-cond 0 http1.0 1 tlsv1 2 sslv2 4 ipv4 6 ipv6 : next C continue-at y speed-time"
            + " Y speed-limit P ftp-port Q quote t telnet-option l list-only J remote-header-name B"
            + " use-ascii M manual V version h help Z parallel";
    String[] words = pairs.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      SHORT.put(words[i], words[i + 1]);
    }
  }

  private static final Set<String> WITH_VALUE =
      Stream.of(
              ("request header data data-ascii data-raw data-binary data-urlencode form form-string"
                      + " user cookie user-agent referer json url url-query oauth2-bearer proxy"
                      + " output write-out dump-header cookie-jar max-time connect-timeout"
                      + " upload-file cert key cacert range config proxy-user time-cond continue-at"
                      + " speed-time speed-limit ftp-port quote telnet-option resolve connect-to"
                      + " unix-socket abstract-unix-socket interface local-port limit-rate retry"
                      + " retry-delay retry-max-time max-redirs max-filesize capath cert-type"
                      + " key-type pass ciphers tls13-ciphers curves tls-max proto proto-default"
                      + " proto-redir proxy-header preproxy socks4 socks4a socks5 socks5-hostname"
                      + " noproxy dns-servers dns-interface doh-url keepalive-time stderr trace"
                      + " trace-ascii trace-config aws-sigv4 create-file-mode crlfile engine"
                      + " expect100-timeout happy-eyeballs-timeout-ms hostpubmd5 hostpubsha256"
                      + " krb libcurl login-options mail-auth mail-from mail-rcpt netrc-file"
                      + " output-dir parallel-max pinnedpubkey pubkey random-file rate"
                      + " request-target sasl-authzid service-name alt-svc hsts haproxy-clientip"
                      + " etag-compare etag-save variable ip-tos vlan-priority ech delegation"
                      + " proxy-cert proxy-key proxy-cacert")
                  .split(" "))
          .collect(Collectors.toUnmodifiableSet());

  private CurlOptions() {}

  /**
   * The options of one command in order, URLs among them as {@code url}.
   *
   * @throws UsageException the last option lacks its value
   */
  static List<Option> of(List<String> words) {
    List<Option> options = new ArrayList<>();
    boolean optionsEnded = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (optionsEnded || !word.startsWith("-") || word.equals("-")) {
        options.add(new Option("url", word));
      } else if (word.equals("--")) {
        optionsEnded = true;
      } else if (word.startsWith("--")) {
        String name = word.substring(2);
        boolean takes = WITH_VALUE.contains(name);
        options.add(new Option(name, takes ? next(words, ++i, word) : ""));
      } else {
        i = cluster(words, i, options);
      }
    }
    return options;
  }

  /** {@code -sSXPOST}; returns the index of the last word taken. */
  private static int cluster(List<String> words, int index, List<Option> options) {
    String word = words.get(index);
    for (int c = 1; c < word.length(); c++) {
      String letter = word.substring(c, c + 1);
      String name = SHORT.getOrDefault(letter, "-" + letter);
      if (!WITH_VALUE.contains(name)) {
        options.add(new Option(name, ""));
      } else if (c + 1 < word.length()) {
        options.add(new Option(name, word.substring(c + 1)));
        return index;
      } else {
        options.add(new Option(name, next(words, index + 1, "-" + letter)));
        return index + 1;
      }
    }
    return index;
  }

  private static String next(List<String> words, int index, String option) {
    if (index >= words.size()) {
      throw new UsageException("the curl option " + option + " lacks its value");
    }
    return words.get(index);
  }
}
