package dev.barrage.engine.http1;

import java.util.stream.Stream;

/**
 * A response as bytes, and how it must be read.
 *
 * @param head it answers a HEAD
 * @param why it is malformed; null: it is good
 */
record ResponseCase(
    String sentence,
    String wire,
    boolean head,
    int status,
    String body,
    boolean keepAlive,
    String why) {
  @Override
  public String toString() {
    return sentence;
  }

  private static ResponseCase good(
      String sentence, int status, String body, boolean keepAlive, String wire) {
    return new ResponseCase(
        sentence, wire.replace("\n", "\r\n"), false, status, body, keepAlive, null);
  }

  private static ResponseCase bad(String sentence, String why, String wire) {
    return new ResponseCase(sentence, wire.replace("\n", "\r\n"), false, 0, "", false, why);
  }

  private static ResponseCase head(String sentence, int status, String wire) {
    return new ResponseCase(sentence, wire.replace("\n", "\r\n"), true, status, "", true, null);
  }

  private static ResponseCase raw(
      String sentence, int status, String body, boolean keepAlive, String wire, String why) {
    return new ResponseCase(sentence, wire, false, status, body, keepAlive, why);
  }

  static Stream<ResponseCase> all() {
    return Stream.of(
        good(
            "a length frames the body",
            200,
            "hello",
            true,
            "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"),
        good("length zero has no body", 200, "", true, "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
        good(
            "field names ignore case",
            200,
            "abc",
            true,
            "HTTP/1.1 200 OK\ncOnTeNt-lEnGtH:3\n\nabc"),
        good(
            "blanks around a value go",
            200,
            "abc",
            true,
            "HTTP/1.1 200 OK\nContent-Length: \t 3 \t\n\nabc"),
        good("a reason is optional", 404, "", true, "HTTP/1.1 404\nContent-Length: 0\n\n"),
        good(
            "an empty reason keeps its blank",
            200,
            "",
            true,
            "HTTP/1.1 200 \nContent-Length: 0\n\n"),
        good(
            "close ends persistence",
            200,
            "a",
            false,
            "HTTP/1.1 200 OK\nConnection: close\nContent-Length: 1\n\na"),
        good(
            "close is found in a list",
            200,
            "a",
            false,
            "HTTP/1.1 200 OK\nConnection: foo , CLOSE\nContent-Length: 1\n\na"),
        good(
            "a token that only begins with close is none",
            200,
            "a",
            true,
            "HTTP/1.1 200 OK\nConnection: closed\nContent-Length: 1\n\na"),
        good(
            "HTTP/1.0 does not persist",
            200,
            "a",
            false,
            "HTTP/1.0 200 OK\nContent-Length: 1\n\na"),
        good(
            "HTTP/1.0 persists when it says so",
            200,
            "a",
            true,
            "HTTP/1.0 200 OK\nConnection: Keep-Alive\nContent-Length: 1\n\na"),
        good(
            "the same length twice is one length",
            200,
            "abc",
            true,
            "HTTP/1.1 200 OK\nContent-Length: 3\nContent-Length: 3\n\nabc"),
        good(
            "the same length in a list is one length",
            200,
            "abc",
            true,
            "HTTP/1.1 200 OK\nContent-Length: 3, 3\n\nabc"),
        good(
            "chunks are joined",
            200,
            "hello world",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n6\n world\n0\n\n"),
        good(
            "chunk sizes are hexadecimal of either case",
            200,
            "0123456789abcdef0123456789a",
            true,
            "HTTP/1.1 200 OK\n"
                + "Transfer-Encoding: Chunked\n\n"
                + "1B\n"
                + "0123456789abcdef0123456789a\n"
                + "0\n\n"),
        good(
            "leading zeros of a chunk size are allowed",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0002\nab\n000\n\n"),
        good(
            "chunk extensions are ignored",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2;name=\"v\"\nab\n0;x\n\n"),
        good(
            "trailers are read",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nab\n0\nX-Sum: 1\nX-B: 2\n\n"),
        good(
            "another coding before chunked is opaque",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n2\nab\n0\n\n"),
        good(
            "many chunks pass the header limit",
            200,
            "x".repeat(300),
            true,
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + "1\nx\n".repeat(300) + "0\n\n"),
        good("204 has no body", 204, "", true, "HTTP/1.1 204 No Content\n\n"),
        good(
            "304 has no body whatever its length says",
            304,
            "",
            true,
            "HTTP/1.1 304 Not Modified\nContent-Length: 10\n\n"),
        good(
            "100 is passed over",
            200,
            "a",
            true,
            "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\na"),
        good(
            "103 with fields is passed over",
            200,
            "a",
            true,
            "HTTP/1.1 103 Early Hints\n"
                + "Link: </a>\n"
                + "Content-Length: 7\n\n"
                + "HTTP/1.1 200 OK\n"
                + "Content-Length: 1\n\n"
                + "a"),
        good(
            "a folded field is one field",
            200,
            "a",
            true,
            "HTTP/1.1 200 OK\nX-A: 1\n  2\nContent-Length: 1\n\na"),
        head(
            "HEAD has no body whatever its length says",
            200,
            "HTTP/1.1 200 OK\nContent-Length: 1000\n\n"),
        head("HEAD has no chunks either", 200, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"),
        raw(
            "bare line feeds end header lines",
            200,
            "ab",
            true,
            "HTTP/1.1 200 OK\nContent-Length: 2\n\nab",
            null),
        bad(
            "both framings",
            "both Content-Length and Transfer-Encoding",
            "HTTP/1.1 200 OK\nContent-Length: 5\nTransfer-Encoding: chunked\n\n"),
        bad(
            "two lengths",
            "two different Content-Lengths",
            "HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 6\n\n"),
        bad(
            "two lengths in a list",
            "two different Content-Lengths",
            "HTTP/1.1 200 OK\nContent-Length: 5, 6\n\n"),
        bad("negative length", "bad Content-Length", "HTTP/1.1 200 OK\nContent-Length: -1\n\n"),
        bad("signed length", "bad Content-Length", "HTTP/1.1 200 OK\nContent-Length: +5\n\n"),
        bad("empty length", "bad Content-Length", "HTTP/1.1 200 OK\nContent-Length:\n\n"),
        bad("length with a unit", "bad Content-Length", "HTTP/1.1 200 OK\nContent-Length: 5b\n\n"),
        bad(
            "length over 18 digits",
            "bad Content-Length",
            "HTTP/1.1 200 OK\nContent-Length: 9999999999999999999\n\n"),
        bad("folded length", "folded framing field", "HTTP/1.1 200 OK\nContent-Length: 5\n 6\n\n"),
        bad(
            "no digit in a chunk size",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n"),
        bad(
            "an empty chunk size",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n\n"),
        bad(
            "a negative chunk size",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n-1\n"),
        bad(
            "0x before a chunk size",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0x1\n"),
        bad(
            "a chunk size that overflows",
            "bad chunk size",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nffffffffffffffff\n"),
        bad(
            "a chunk longer than it said",
            "chunk data not followed by CRLF",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nabc\n0\n\n"),
        raw(
            "a bare line feed after a chunk size",
            0,
            "",
            false,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nab\r\n0\r\n\r\n",
            "bad chunk size"),
        bad(
            "an endless chunk line",
            "chunk line too long",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1;" + "x".repeat(600) + "\n"),
        bad(
            "chunked in HTTP/1.0",
            "Transfer-Encoding in HTTP/1.0",
            "HTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n"),
        bad("another protocol", "bad status line", "SSH-2.0-OpenSSH_9.2\n"),
        bad("HTTP/2 in the status line", "bad status line", "HTTP/2.0 200 OK\n"),
        bad("an empty first line", "bad status line", "\nHTTP/1.1 200 OK\n"),
        bad("letters for a status", "bad status code", "HTTP/1.1 2OO OK\nContent-Length: 0\n\n"),
        bad(
            "a status of four digits",
            "bad status code",
            "HTTP/1.1 2000 OK\nContent-Length: 0\n\n"),
        bad("a status below 100", "bad status code", "HTTP/1.1 099 OK\nContent-Length: 0\n\n"),
        bad("a status above 599", "bad status code", "HTTP/1.1 600 OK\nContent-Length: 0\n\n"),
        bad("a field without a colon", "bad header field", "HTTP/1.1 200 OK\nnonsense\n\n"),
        bad("a field without a name", "bad header field", "HTTP/1.1 200 OK\n: x\n\n"),
        bad(
            "a blank before the colon",
            "bad header field",
            "HTTP/1.1 200 OK\nContent-Length : 5\n\n"),
        bad(
            "switching protocols unasked",
            "101 Switching Protocols without having asked",
            "HTTP/1.1 101 Switching\nUpgrade: x\n\n"),
        bad(
            "a header block over the limit",
            "header block over 512 bytes",
            "HTTP/1.1 200 OK\nX: " + "y".repeat(600) + "\n\n"),
        bad(
            "a bad trailer",
            "bad trailer field",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\nbad trailer\n\n"));
  }
}
