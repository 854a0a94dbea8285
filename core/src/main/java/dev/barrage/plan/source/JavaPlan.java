package dev.barrage.plan.source;

import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanBuilder;
import dev.barrage.plan.PlanException;
import dev.barrage.plan.PlanMistakes;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.Problem;
import dev.barrage.plan.RecordedScripts;
import dev.barrage.plan.Secrets;
import dev.barrage.plan.data.BoundedFile;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Reads a plan that is written in Java: one source file with one static method that has no
 * parameters and returns a {@link Plan} or {@link PlanBuilder}, whatever its name.
 *
 * <pre>
 *   Plan plan = JavaPlan.read(Path.of("Checkout.java"), new PlanOverrides().target("http://gw:8000"));
 * </pre>
 *
 * <p>The file is compiled in memory, against Barrage and the JDK; nothing is written. What it does
 * is not bounded: only source that one would run is to be read.
 */
public final class JavaPlan {
  /** What the file's name ends with. */
  public static final String SUFFIX = ".java";

  private static final int MOST_MIB = 1;
  private static final int MAX_TOLD = 100;
  private static final String EXAMPLE =
      "write: static PlanBuilder checkout() { return plan(\"checkout\")…; }";

  private static final String HIDDEN =
      "; a method plan() hides plan(String) of Plans: give it another name";

  private final String label;

  private JavaPlan(String label) {
    this.label = label;
  }

  /**
   * Compiles a file, runs that method and changes what the command line says.
   *
   * @throws PlanException with every mistake that the compiler found, or what the method threw
   * @throws IllegalArgumentException if the overrides contradict each other or the plan
   */
  public static Plan read(Path file, PlanOverrides overrides) {
    JavaPlan reader = new JavaPlan(file.toString());
    Method plan = reader.entry(reader.compile(file, reader.text(file)));
    System.gc(); // what the compiler leaves behind would be collected in the middle of the run
    Plan built =
        reader.collected(() ->
            switch (reader.call(plan)) {
              case Plan whole -> whole;
              case PlanBuilder builder -> builder.buildFor(overrides);
              default -> throw reader.failed("gives no plan; " + EXAMPLE);
            });
    return overrides.apply(built);
  }

  /** What the source builds, or all its mistakes. */
  private <T> T collected(Callable<T> builds) {
    try {
      return PlanMistakes.collect(builds);
    } catch (PlanMistakes.FoundException e) {
      throw new PlanException(
          e.all().stream().map(this::problem).distinct().sorted().limit(MAX_TOLD).toList());
    } catch (IllegalArgumentException e) {
      throw new PlanException(List.of(problem(e)));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("builders throw no checked exceptions", e);
    }
  }

  /**
   * The same plan with the code of its scripts, from the source that was recorded beside it.
   *
   * @throws PlanException the source lacks secrets that the record does not hold, or as {@link
   *     #read}
   */
  public static Plan withScripts(Plan recorded, Path source) {
    JavaPlan reader = new JavaPlan(source.toString());
    String text = reader.text(source);
    if (text.contains(Secrets.MASK)) {
      throw reader.failed(
          "has *** where secrets were; put them back there, or run the original source");
    }
    return switch (reader.made(source, text)) {
      case Plan whole -> RecordedScripts.fill(recorded, whole.users());
      case PlanBuilder builder -> RecordedScripts.fill(recorded, builder.users());
      default -> throw reader.failed("gives no plan; " + EXAMPLE);
    };
  }

  private Object made(Path file, String text) {
    Method plan = entry(compile(file, text));
    return collected(() -> call(plan));
  }

  /**
   * The source as records of runs keep it: without its secrets, as far as text shows them.
   *
   * @throws IOException it cannot be read
   */
  public static String recorded(Path file) throws IOException {
    return SourceSecrets.mask(Files.readString(file));
  }

  private String text(Path file) {
    try {
      byte[] bytes = BoundedFile.bytes(file, MOST_MIB);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (BoundedFile.TooLargeException e) {
      throw failed("is too large for a plan; at most " + MOST_MIB + " MiB");
    } catch (CharacterCodingException e) {
      throw failed("is not text in UTF-8");
    } catch (IOException e) {
      throw failed("cannot be read");
    }
  }

  private MemoryClasses compile(Path file, String text) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw failed("needs a JDK to be compiled, and this is a JRE without the module jdk.compiler");
    }
    var source =
        new SimpleJavaFileObject(file.toAbsolutePath().toUri(), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    var platform = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8);
    MemoryClasses classes = new MemoryClasses(platform);
    List<String> options =
        List.of("-proc:none", "-nowarn", "-g", "-classpath", System.getProperty("java.class.path"));
    boolean compiled =
        compiler
            .getTask(Writer.nullWriter(), classes, found, options, null, List.of(source))
            .call();
    if (!compiled) {
      throw new PlanException(problems(found));
    }
    return classes;
  }

  private List<Problem> problems(DiagnosticCollector<JavaFileObject> found) {
    List<Problem> problems = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        String message = oneLine(each.getMessage(Locale.ROOT));
        boolean placed = each.getLineNumber() != Diagnostic.NOPOS;
        problems.add(
            new Problem(
                label,
                placed ? (int) each.getLineNumber() : 0,
                placed ? (int) each.getColumnNumber() : 0,
                message.startsWith("method plan in class") ? message + HIDDEN : message));
      }
    }
    return problems.stream().distinct().sorted().limit(MAX_TOLD).toList();
  }

  /** The one method that makes a plan. */
  private Method entry(MemoryClasses classes) {
    ClassLoader loader = classes.loader();
    List<Method> entries =
        classes.names().stream()
            .flatMap(name -> methods(loader, name))
            .filter(JavaPlan::makesPlan)
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    if (entries.size() != 1) {
      throw failed(
          entries.isEmpty()
              ? "has no static method without parameters that returns a plan; " + EXAMPLE
              : "has several static methods that return a plan: "
                  + entries.stream().map(m -> m.getName() + "()").collect(Collectors.joining(", "))
                  + "; keep one");
    }
    Method entry = entries.getFirst();
    entry.setAccessible(true);
    return entry;
  }

  private static boolean makesPlan(Method method) {
    Class<?> made = method.getReturnType();
    return Modifier.isStatic(method.getModifiers())
        && !method.isSynthetic()
        && method.getParameterCount() == 0
        && (made.equals(Plan.class) || made.equals(PlanBuilder.class));
  }

  private static Stream<Method> methods(ClassLoader loader, String name) {
    try {
      return Arrays.stream(Class.forName(name, false, loader).getDeclaredMethods());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("compiled, but not there: " + name, e);
    }
  }

  private Object call(Method plan) {
    try {
      Object made = plan.invoke(null);
      if (made == null) {
        throw failed(plan.getName() + "() gives no plan; " + EXAMPLE);
      }
      return made;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("made accessible before", e);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IllegalArgumentException mistake) {
        throw mistake;
      }
      throw new PlanException(List.of(problem(cause)));
    } catch (ExceptionInInitializerError e) {
      throw new PlanException(List.of(problem(e.getCause() == null ? e : e.getCause())));
    }
  }

  /** What {@code plan()} threw, at the line of the file that it came through. */
  private Problem problem(Throwable thrown) {
    String fileName = String.valueOf(Path.of(label).getFileName());
    Optional<StackTraceElement> place =
        Arrays.stream(thrown.getStackTrace())
            .filter(element -> fileName.equals(element.getFileName()))
            .findFirst();
    String words = oneLine(String.valueOf(thrown.getMessage()));
    String message =
        thrown instanceof IllegalArgumentException
            ? words
            : "making the plan threw " + thrown.getClass().getSimpleName() + ": " + words;
    return new Problem(label, place.map(StackTraceElement::getLineNumber).orElse(0), 1, message);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll(";?\\s*\\R\\s*", "; ");
  }

  private PlanException failed(String message) {
    return new PlanException(List.of(new Problem(label, 0, 0, message)));
  }
}
