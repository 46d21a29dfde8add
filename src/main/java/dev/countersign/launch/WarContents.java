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
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The WAR unpacked into three parts: the server's jars, the launcher's classes, and the application without both.
 * Nothing of the WAR itself is held open, so that it can be replaced while it runs.
 */
record WarContents(Path directory) {
    private static final String SERVER = "WEB-INF/server/";
    private static final String LAUNCHER = "dev/";

    static WarContents unpack(Path war, Path directory) throws IOException {
        WarContents contents = new WarContents(directory);
        PrivateFiles.deleteTree(directory);
        PrivateFiles.createDirectories(directory);
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                contents.unpack(zip, entry);
            }
        }
        return contents;
    }

    Path application() {
        return directory.resolve("application");
    }

    /** For a class loader of the server's own; the application never sees the launcher's directory as a file. */
    URL[] serverClassPath() throws IOException {
        List<URL> path = new ArrayList<>();
        path.add(url(launcher()));
        try (var jars = Files.newDirectoryStream(server(), "*.jar")) {
            for (Path jar : jars) {
                path.add(url(jar));
            }
        }
        return path.toArray(URL[]::new);
    }

    private Path server() {
        return directory.resolve("server");
    }

    private Path launcher() {
        return directory.resolve("launcher");
    }

    private void unpack(ZipFile zip, ZipEntry entry) throws IOException {
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
            return server().resolve(name.substring(SERVER.length()));
        }
        return name.startsWith(LAUNCHER)
                ? launcher().resolve(name)
                : application().resolve(name);
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
