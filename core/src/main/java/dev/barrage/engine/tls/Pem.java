package dev.barrage.engine.tls;

import dev.barrage.plan.data.BoundedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys from PEM files (RFC 7468). Every fault is one clear line. */
final class Pem {
  private static final int MOST_MIB = 16;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private record Block(String label, String base64) {}

  private Pem() {}

  /** All certificates of a file, in their order; at least one. */
  static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(file)) {
      if (block.label().equals("CERTIFICATE")) {
        found.add(certificate(file, block));
      }
    }
    if (found.isEmpty()) {
      throw bad(
          file, "holds no certificate; a PEM file with \"-----BEGIN CERTIFICATE-----\" is wanted");
    }
    return found;
  }

  private static X509Certificate certificate(Path file, Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der(file, block)));
    } catch (CertificateException e) {
      throw bad(file, "holds a broken certificate: " + e.getMessage());
    }
  }

  /**
   * The private key of a file.
   *
   * @param besideCertificate whether it is looked for in the certificate's file, no other being
   *     given
   */
  static PrivateKey privateKey(Path file, boolean besideCertificate) {
    for (Block block : blocks(file)) {
      if (block.label().equals("PRIVATE KEY")) {
        return pkcs8(file, der(file, block));
      }
      if (block.label().equals("ENCRYPTED PRIVATE KEY") || block.base64().contains("ENCRYPTED")) {
        throw bad(file, "holds an encrypted key; decrypt it: " + convert(file));
      }
      if (block.label().endsWith(" PRIVATE KEY")) {
        throw bad(file, "holds a key as \"" + block.label() + "\"; convert it: " + convert(file));
      }
    }
    throw bad(
        file,
        besideCertificate
            ? "holds no private key; name its file with --key"
            : "holds no private key; a PEM file with \"-----BEGIN PRIVATE KEY-----\" is wanted");
  }

  private static String convert(Path file) {
    return "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out key.pem";
  }

  private static PrivateKey pkcs8(Path file, byte[] der) {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException _) {
        // Another algorithm's key: try the next.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK lacks " + algorithm + " keys", e);
      }
    }
    throw bad(file, "holds a key of no known kind; RSA, EC or EdDSA in PKCS #8 is wanted");
  }

  /** Refuses a key that is not the certificate's, before a server does so less clearly. */
  static void checkPair(X509Certificate cert, Path certFile, PrivateKey key, Path keyFile)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
          default -> "";
        };
    if (algorithm.isEmpty()) {
      return;
    }
    boolean same;
    try {
      byte[] text = "barrage".getBytes(StandardCharsets.US_ASCII);
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(text);
      byte[] signature = signer.sign();
      signer.initVerify(cert.getPublicKey());
      signer.update(text);
      same = signer.verify(signature);
    } catch (InvalidKeyException | SignatureException _) {
      same = false;
    }
    if (!same) {
      throw bad(keyFile, "does not hold the key of the certificate in " + certFile);
    }
  }

  private static byte[] der(Path file, Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.base64());
    } catch (IllegalArgumentException e) {
      throw bad(file, "is damaged: " + e.getMessage());
    }
  }

  private static List<Block> blocks(Path file) {
    String text;
    try {
      text = new String(BoundedFile.bytes(file, MOST_MIB), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      throw bad(file, "does not exist");
    } catch (BoundedFile.TooLargeException e) {
      throw bad(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw bad(file, "cannot be read: " + e.getMessage());
    }
    List<Block> found = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      found.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return found;
  }

  private static IllegalArgumentException bad(Path file, String what) {
    return new IllegalArgumentException("file " + file + " " + what);
  }
}
