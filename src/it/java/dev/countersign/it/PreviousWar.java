package dev.countersign.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The executable WAR of the version before, made from its commit: its sources are compiled against the libraries of
 * today, and take the place of today's classes, resources and pages in today's WAR. Kept under {@code target} for the
 * next run.
 */
final class PreviousWar {

    /** The last commit of the version before: every commit after it must be able to share its database. */
    private static final String COMMIT = "0bf6bc9258ae1c819ac066b2bb2706ed051f2dd2";

    private static final Path PRESENT = Path.of(System.getProperty("countersign.war", "target/countersign.war"));
    private static final Path PRESENT_RESOURCES = Path.of("src/main/resources");
    private static final Path PRESENT_PAGES = Path.of("webapp");
    private static final String CLASSES = "WEB-INF/classes/";
    private static final String LAUNCHER = "dev/countersign/launch/";

    private PreviousWar() {}

    /** Skips the test where the commit is missing: in sources without their history, or in a shallow clone. */
    static Path file() throws IOException, InterruptedException {
        Path folder = Path.of("target/previous").resolve(COMMIT);
        Path war = folder.resolve("countersign.war");
        if (Files.exists(war) && Files.getLastModifiedTime(war).compareTo(Files.getLastModifiedTime(PRESENT)) >= 0) {
            return war;
        }
        Path sources = extracted(folder.resolve("checkout"));
        Path classes = compiled(sources.resolve("src/main/java"), folder.resolve("classes"));
        Path made = folder.resolve("countersign.war.part");
        pack(sources, classes, made);
        return Files.move(made, war, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path extracted(Path checkout) throws IOException, InterruptedException {
        Program.GIT.require();
        deleteAll(checkout);
        Files.createDirectories(checkout);
        Path archive = checkout.resolve("sources.zip");
        Process git = new ProcessBuilder(
                        "git", "archive", "--format=zip", "--output=" + archive, COMMIT, "src/main", "webapp")
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            Assumptions.abort("the commit " + COMMIT
                    + " of the version before is not in this clone (git fetch --unshallow brings it): " + said);
        }
        try (JarFile zip = new JarFile(archive.toFile())) {
            for (JarEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                Path file = checkout.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
        return checkout;
    }

    /** The slowest step: kept, whatever today's WAR is. */
    private static Path compiled(Path sources, Path classes) throws IOException {
        if (Files.exists(classes)) {
            return classes;
        }
        Path made = Files.createDirectories(classes.resolveSibling("classes.part"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-nowarn",
                "-proc:none",
                "-parameters",
                "--release",
                "17",
                "-d",
                made.toString(),
                "-cp",
                libraries(Files.createDirectories(classes.resolveSibling("libraries"))));
        StringWriter said = new StringWriter();
        try (Stream<Path> files = Files.walk(sources);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            if (!compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(all))
                    .call()) {
                throw new IllegalStateException("the version before does not compile: " + said);
            }
        }
        return Files.move(made, classes);
    }

    /** Those of today's WAR, and the annotations that are needed to compile only. */
    private static String libraries(Path folder) throws IOException {
        List<String> all = new ArrayList<>();
        try (JarFile present = new JarFile(PRESENT.toFile())) {
            for (JarEntry entry :
                    present.stream().filter(e -> e.getName().endsWith(".jar")).toList()) {
                Path library = folder.resolve(Path.of(entry.getName()).getFileName());
                try (InputStream in = present.getInputStream(entry)) {
                    Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
                }
                all.add(library.toString());
            }
        }
        all.add(Path.of(URI.create(Nullable.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString());
        return String.join(File.pathSeparator, all);
    }

    private static void pack(Path sources, Path classes, Path made) throws IOException {
        Path resources = sources.resolve("src/main/resources");
        Path pages = sources.resolve("webapp");
        Set<String> written = new HashSet<>();
        try (JarFile present = new JarFile(PRESENT.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(made), present.getManifest())) {
            written.add(JarFile.MANIFEST_NAME);
            Enumeration<JarEntry> entries = present.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (!entry.isDirectory() && !isReplaced(entry.getName()) && written.add(entry.getName())) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream in = present.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
            Set<String> atTheTop = present.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith("dev/"))
                    .collect(Collectors.toSet());
            for (String name : names(classes)) {
                boolean launcher = name.startsWith(LAUNCHER);
                if (launcher || atTheTop.contains(name)) {
                    add(out, name, classes.resolve(name));
                }
                if (!launcher) {
                    add(out, CLASSES + name, classes.resolve(name));
                }
            }
            for (String name : names(resources)) {
                add(out, CLASSES + name, resources.resolve(name));
            }
            for (String name : names(pages)) {
                add(out, name, pages.resolve(name));
            }
        }
    }

    /** Whether it is made from sources of ours; libraries and what the build adds stay. */
    private static boolean isReplaced(String name) {
        if (name.endsWith(".class") && (name.startsWith(CLASSES) || name.startsWith("dev/"))) {
            return true;
        }
        return name.startsWith(CLASSES)
                ? Files.exists(PRESENT_RESOURCES.resolve(name.substring(CLASSES.length())))
                : Files.exists(PRESENT_PAGES.resolve(name));
    }

    private static void add(JarOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            // What is in a folder before the folder.
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
