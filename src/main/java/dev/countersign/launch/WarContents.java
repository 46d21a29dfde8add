package dev.countersign.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The WAR unpacked into three parts: the server's jars, the launcher's classes, and the application without both.
 * The WAR file is not kept open, so that it can be replaced while it runs. Or the same parts from the build's output,
 * before there is a WAR.
 *
 * @param classPath classes and jars of the application which are not inside it
 */
record WarContents(Path server, Path launcher, Path application, List<Path> classPath) {
    static final String SERVER = "WEB-INF/server/";
    private static final String LAUNCHER = "dev/";

    static WarContents unpack(Path war, Path directory) throws IOException {
        WarContents contents = new WarContents(
                directory.resolve("server"),
                directory.resolve("launcher"),
                directory.resolve("application"),
                List.of());
        PrivateFiles.deleteTree(directory);
        PrivateFiles.createDirectories(directory);
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                contents.unpack(zip, entry, directory);
            }
        }
        return contents;
    }

    /** Empty: {@code classes}, where the build compiles to, has no other output of the build beside it. */
    static Optional<WarContents> built(Path classes) throws IOException {
        Path target = Objects.requireNonNull(classes.toAbsolutePath().getParent());
        Path webapp = target.resolveSibling("webapp");
        if (!Files.isDirectory(target.resolve("server")) || !Files.isDirectory(webapp)) {
            return Optional.empty();
        }
        List<Path> classPath = jars(target.resolve("lib"));
        classPath.add(0, classes);
        return Optional.of(new WarContents(target.resolve("server"), classes, webapp, classPath));
    }

    /** For the server's own class loader; the application cannot read the launcher's classes as files. */
    URL[] serverClassPath() throws IOException {
        List<URL> path = new ArrayList<>();
        path.add(url(launcher));
        for (Path jar : jars(server)) {
            path.add(url(jar));
        }
        return path.toArray(URL[]::new);
    }

    /** For a command that is not serving: all of it, since it needs the application's classes and the database. */
    URL[] commandClassPath() throws IOException {
        List<URL> path = new ArrayList<>(List.of(serverClassPath()));
        List<Path> classes = new ArrayList<>(classPath);
        if (classes.isEmpty()) {
            classes.add(application.resolve("WEB-INF/classes"));
            classes.addAll(jars(application.resolve("WEB-INF/lib")));
        }
        for (Path place : classes) {
            path.add(url(place));
        }
        return path.toArray(URL[]::new);
    }

    /** What reads the command line, in the build's output. */
    static URL[] builtLauncher(Path classes) throws IOException {
        List<URL> path = new ArrayList<>(List.of(url(classes)));
        Path server =
                Objects.requireNonNull(classes.toAbsolutePath().getParent()).resolve("server");
        if (Files.isDirectory(server)) {
            for (Path jar : jars(server)) {
                if (jar.getFileName().toString().startsWith("picocli-")) {
                    path.add(url(jar));
                }
            }
        }
        return path.toArray(URL[]::new);
    }

    private static List<Path> jars(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var jars = Files.newDirectoryStream(directory, "*.jar")) {
            jars.forEach(found::add);
        }
        return found;
    }

    private void unpack(ZipFile zip, ZipEntry entry, Path directory) throws IOException {
        Path target = target(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException("the WAR has an entry outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target);
        }
    }

    private Path target(String name) {
        if (name.startsWith(SERVER)) {
            return server.resolve(name.substring(SERVER.length()));
        }
        return name.startsWith(LAUNCHER) ? launcher.resolve(name) : application.resolve(name);
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
