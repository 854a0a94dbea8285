package dev.barrage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class JUnitXmlTest {
  @TempDir Path directory;

  private Document suite(String sample) throws Exception {
    String text = FormatsTest.text("junit.xml", FormatsTest.stored(sample, directory));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document suite, String name) {
    NodeList found = suite.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pass", "warn", "fail", "invalid", "interrupted", "empty"})
  void isWhatReadersOfTheFormatDemand(String sample) throws Exception {
    Document suite = suite(sample);

    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(JUnitXmlTest.class.getResource("junit-facts.xsd"))
        .newValidator()
        .validate(new DOMSource(suite));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pass", "warn", "fail", "invalid", "empty"})
  void countsItsCases(String sample) throws Exception {
    Document suite = suite(sample);
    Element root = suite.getDocumentElement();

    assertThat(root.getAttribute("tests")).isEqualTo("" + elements(suite, "testcase").size());
    assertThat(root.getAttribute("failures")).isEqualTo("" + elements(suite, "failure").size());
    assertThat(root.getAttribute("errors")).isEqualTo("" + elements(suite, "error").size());
    assertThat(root.getAttribute("skipped")).isEqualTo("" + elements(suite, "skipped").size());
  }

  @Test
  void anInvalidMeasurementIsAnErrorAndBlamesNoObjective() throws Exception {
    Document suite = suite("invalid");

    assertThat(elements(suite, "failure")).isEmpty();
    assertThat(elements(suite, "skipped"))
        .hasSize(2)
        .allMatch(one -> one.getAttribute("message").startsWith("not judged"));
    assertThat(elements(suite, "error"))
        .singleElement()
        .satisfies(error -> assertThat(error.getAttribute("type")).isEqualTo("send-lag"))
        .satisfies(error -> assertThat(error.getTextContent()).contains("stalled for 312 ms"));
  }

  @Test
  void aRuleWithoutAnObjectiveHasACaseOfItsOwn() throws Exception {
    assertThat(elements(suite("empty"), "failure"))
        .singleElement()
        .satisfies(failure -> assertThat(failure.getAttribute("type")).isEqualTo("nothing-ok"));
  }

  @Test
  void aWarningPasses() throws Exception {
    Document suite = suite("warn");
    assertThat(elements(suite, "failure")).isEmpty();
    assertThat(elements(suite, "system-out").getFirst().getTextContent()).contains("p95 is 312 ms");
  }
}
