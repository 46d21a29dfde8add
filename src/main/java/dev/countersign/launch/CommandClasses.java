package dev.countersign.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's classes and picocli's, read from the WAR into memory: {@code java -jar} cannot see a jar inside the
 * WAR, and {@code --help} must not wait for all of them to be unpacked. Thread-safe.
 */
final class CommandClasses extends ClassLoader {
    private static final String CLASS = ".class";
    private static final String LAUNCHER = "dev/countersign/";
    private static final String PICOCLI = WarContents.SERVER + "picocli-";

    private final Map<String, byte[]> classes = new ConcurrentHashMap<>();

    private CommandClasses() {
        // Not ours: it has this package too, but not picocli.
        super("launcher", ClassLoader.getPlatformClassLoader());
    }

    static ClassLoader in(Path war) throws IOException {
        CommandClasses loader = new CommandClasses();
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                try (InputStream in = zip.getInputStream(entry)) {
                    if (entry.getName().startsWith(LAUNCHER)) {
                        loader.add(entry, in);
                    } else if (entry.getName().startsWith(PICOCLI)) {
                        loader.addAll(new ZipInputStream(in));
                    }
                }
            }
        }
        return loader;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte @Nullable [] bytes = classes.remove(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private void addAll(ZipInputStream jar) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            add(entry, jar);
        }
    }

    private void add(ZipEntry entry, InputStream in) throws IOException {
        String name = entry.getName();
        if (name.endsWith(CLASS)) {
            classes.put(name.substring(0, name.length() - CLASS.length()).replace('/', '.'), in.readAllBytes());
        }
    }
}
