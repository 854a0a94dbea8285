package dev.barrage.engine.tls;

import dev.barrage.engine.io.TlsFailedException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Says in words why TLS failed: from the JDK's exceptions, whose messages name its own classes. */
public final class TlsFailures {
  private static final String ALERT = "Received fatal alert: ";

  /** The alert's name, which some of the JDK's messages begin with. */
  private static final Pattern LABEL = Pattern.compile("^\\([a-z_]+\\) ");

  private TlsFailures() {}

  /**
   * The failure in words.
   *
   * @param handshaking whether it happened before the connection was open
   */
  static IOException inWords(IOException failure, SSLEngine engine, boolean handshaking) {
    if (failure instanceof TlsFailedException) {
      return failure;
    }
    if (failure instanceof SSLException) {
      String host = engine.getPeerHost();
      return new TlsFailedException(
          words(failure, host == null ? "" : host, sentCertificate(engine)), failure);
    }
    return handshaking
        ? new TlsFailedException("server closed during the handshake", failure)
        : failure;
  }

  private static boolean sentCertificate(SSLEngine engine) {
    SSLSession session = engine.getHandshakeSession();
    SSLSession used = session == null ? engine.getSession() : session;
    return used.getLocalCertificates() != null;
  }

  /**
   * One clear line.
   *
   * @param host the name that was asked for
   * @param sentCertificate whether the client showed one
   */
  public static String words(Throwable failure, String host, boolean sentCertificate) {
    String last = "";
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String found = certificate(t, host);
      if (found != null) {
        return found;
      }
      last = t.getMessage() == null ? last : t.getMessage();
    }
    String message = failure.getMessage() == null ? last : failure.getMessage();
    return handshake(message, host, sentCertificate);
  }

  private static @Nullable String certificate(Throwable t, String host) {
    String message = t.getMessage() == null ? "" : t.getMessage();
    return switch (t) {
      case CertificateExpiredException e -> "certificate not trusted: it expired (" + message + ")";
      case CertificateNotYetValidException e ->
          "certificate not trusted: not yet valid (" + message + ")";
      case CertPathBuilderException e ->
          "certificate not trusted: no path to a trusted authority"
              + " (name it with --cacert, or skip the check with --insecure)";
      case CertificateException e when isNameMismatch(message) ->
          "certificate does not match host name " + host + ": " + decapitalized(message);
      case CertificateException e when t.getCause() == null ->
          "certificate not trusted: " + decapitalized(message);
      default -> null;
    };
  }

  private static boolean isNameMismatch(String message) {
    return message.startsWith("No subject alternative")
        || message.startsWith("No name matching")
        || message.startsWith("Illegal given domain name");
  }

  private static String handshake(String message, String host, boolean sentCertificate) {
    int alertAt = message.indexOf(ALERT);
    if (alertAt >= 0) {
      return alert(message.substring(alertAt + ALERT.length()).trim(), host, sentCertificate);
    }
    message = LABEL.matcher(message).replaceFirst("");
    if (message.startsWith("Unsupported or unrecognized SSL message")) {
      return "not TLS: the server answered something else";
    }
    if (message.startsWith("No appropriate protocol")
        || message.startsWith("The server selected protocol version")
        || message.contains("is not accepted by client preferences")) {
      return "no common protocol version: " + decapitalized(message);
    }
    if (message.startsWith("Remote host terminated the handshake")) {
      return "server closed during the handshake";
    }
    return "TLS failed: " + decapitalized(message);
  }

  private static String alert(String alert, String host, boolean sentCertificate) {
    return switch (alert) {
      case "protocol_version" -> "no common protocol version";
      case "certificate_required" -> "server requires a client certificate";
      case "bad_certificate" ->
          sentCertificate
              ? "server refused the client certificate (bad_certificate)"
              : "server requires a client certificate";
      case "unknown_ca",
          "certificate_unknown",
          "certificate_expired",
          "certificate_revoked",
          "unsupported_certificate",
          "access_denied" ->
          "server refused the client certificate (" + alert + ")";
      case "unrecognized_name" -> "server does not know the name " + host + " (SNI)";
      case "handshake_failure" ->
          sentCertificate
              ? "no common cipher suite, or the client certificate was refused (handshake_failure)"
              : "server requires a client certificate, or no common cipher suite"
                  + " (handshake_failure)"; // TLS 1.2 has one alert for both
      case "insufficient_security" -> "no common cipher suite (insufficient_security)";
      case "no_application_protocol" -> "no common application protocol (ALPN)";
      default -> "server gave up TLS: alert " + alert;
    };
  }

  private static String decapitalized(String message) {
    return message.length() > 1 && Character.isLowerCase(message.charAt(1))
        ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1)
        : message;
  }
}
