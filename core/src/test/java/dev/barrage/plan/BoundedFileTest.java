package dev.barrage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barrage.plan.data.BoundedFile;
import dev.barrage.testkit.RealComponent;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedFileTest {
  private static final Path ENDLESS = Path.of("/dev/zero");

  @TempDir Path folder;

  @Test
  void readsAFileOfTheMostSizeWhole() throws Exception {
    assertThat(BoundedFile.bytes(ofSize(1 << 20), 1)).hasSize(1 << 20);
  }

  @Test
  void refusesAByteMore() throws Exception {
    Path file = ofSize((1 << 20) + 1);
    assertThatThrownBy(() -> BoundedFile.bytes(file, 1))
        .isInstanceOf(BoundedFile.TooLargeException.class)
        .hasMessage("is larger than 1 MiB, the most that is read");
  }

  @Test
  void refusesADeviceWithoutEnd() {
    requireEndless();
    assertThatThrownBy(() -> BoundedFile.bytes(ENDLESS, 1))
        .isInstanceOf(BoundedFile.TooLargeException.class);
  }

  @Test
  void aPlanWithoutEndIsAMistakeOfTheUser() {
    requireEndless();
    assertThatThrownBy(() -> PlanReader.read(ENDLESS))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("is too large for a plan");
  }

  private Path ofSize(long bytes) throws Exception {
    Path file = folder.resolve("file");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(bytes);
    }
    return file;
  }

  private static void requireEndless() {
    if (!Files.exists(ENDLESS)) {
      RealComponent.missing("there is no " + ENDLESS + " on this system");
    }
  }
}
