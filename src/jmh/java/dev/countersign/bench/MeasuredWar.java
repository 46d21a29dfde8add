package dev.countersign.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/**
 * A copy of the WAR with {@link UnguardedServlet} and {@link RawVerificationServlet} beside it, so that all run in one
 * server.
 */
final class MeasuredWar {

    private static final Map<String, Class<?>> SERVLETS =
            Map.of("/unguarded", UnguardedServlet.class, "/raw/*", RawVerificationServlet.class);

    private static final String DECLARATION = """
              <servlet>
                <servlet-name>CLASS</servlet-name>
                <servlet-class>CLASS</servlet-class>
                <load-on-startup>1</load-on-startup>
              </servlet>
              <servlet-mapping>
                <servlet-name>CLASS</servlet-name>
                <url-pattern>PATH</url-pattern>
              </servlet-mapping>
            </web-app>
            """;

    private MeasuredWar() {}

    static Path make(Path war, Path folder) throws IOException {
        Path copy = folder.resolve("countersign-measured.war");
        Files.copy(war, copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            for (Map.Entry<String, Class<?>> servlet : SERVLETS.entrySet()) {
                add(zip, servlet.getKey(), servlet.getValue().getName());
            }
        }
        return copy;
    }

    private static void add(FileSystem zip, String path, String name) throws IOException {
        Path webXml = zip.getPath("WEB-INF", "web.xml");
        String declaration = DECLARATION.replace("CLASS", name).replace("PATH", path);
        Files.writeString(webXml, Files.readString(webXml).replace("</web-app>", declaration));
        String classFile = name.replace('.', '/') + ".class";
        Path target = zip.getPath("WEB-INF/classes/" + classFile);
        Files.createDirectories(target.getParent());
        try (InputStream bytes = MeasuredWar.class.getResourceAsStream("/" + classFile)) {
            Files.copy(Objects.requireNonNull(bytes), target);
        }
    }
}
