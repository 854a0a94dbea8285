package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @TempDir Path folder;

  @Test
  void whatIsPrintedToBeTypedNextIsWhatThisShellKnows() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path launcher = Files.createFile(home.resolve("barrage"));
    Path bin = Files.createDirectory(folder.resolve("bin"));

    assertThat(Installation.command(launcher, folder, "/usr/bin")).isEqualTo(launcher.toString());
    assertThat(Installation.command(launcher, home, ":/usr/bin")).isEqualTo("./barrage");
    Files.createFile(bin.resolve("barrage"));
    assertThat(Installation.command(launcher, home, "/usr/bin:" + bin)).isEqualTo("./barrage");
    Files.delete(bin.resolve("barrage"));
    Files.createSymbolicLink(bin.resolve("barrage"), launcher);
    assertThat(Installation.command(launcher, home, "/usr/bin:" + bin)).isEqualTo("barrage");
  }
}
