package dev.countersign.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where {@code java -jar countersign.war} begins. Needs nothing but the JDK: it calls {@link Start} in a class loader
 * that has picocli, which reads the command line. Called by {@code mvn jetty:run} too, with the output of the build.
 */
public final class Main {
    private Main() {}

    public static void main(String... arguments) throws Throwable {
        Path place = place();
        int code;
        try {
            code = (int) loader(place)
                    .loadClass(Start.class.getName())
                    .getMethod("run", Path.class, String[].class)
                    .invoke(null, place, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
        if (code != 0) {
            System.exit(code);
        }
    }

    private static ClassLoader loader(Path place) throws IOException {
        return Files.isDirectory(place)
                ? new URLClassLoader("launcher", WarContents.builtLauncher(place), ClassLoader.getPlatformClassLoader())
                : CommandClasses.in(place);
    }

    private static Path place() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the location of the WAR cannot be determined", e);
        }
    }
}
