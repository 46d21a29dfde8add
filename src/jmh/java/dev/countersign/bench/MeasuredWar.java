package dev.countersign.bench;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A copy of the WAR with {@link UnguardedServlet} at {@code /unguarded}, so that both run in one server. */
final class MeasuredWar {

    private static final String DECLARATION = """
              <servlet>
                <servlet-name>unguarded</servlet-name>
                <servlet-class>dev.countersign.bench.UnguardedServlet</servlet-class>
                <load-on-startup>1</load-on-startup>
              </servlet>
              <servlet-mapping>
                <servlet-name>unguarded</servlet-name>
                <url-pattern>/unguarded</url-pattern>
              </servlet-mapping>
            </web-app>
            """;

    private MeasuredWar() {}

    static Path make(Path war, Path folder) throws IOException {
        Path copy = folder.resolve("countersign-measured.war");
        Files.copy(war, copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            Path webXml = zip.getPath("WEB-INF", "web.xml");
            String text = Files.readString(webXml);
            Files.writeString(webXml, text.replace("</web-app>", DECLARATION));
            String classFile = UnguardedServlet.class.getName().replace('.', '/') + ".class";
            Path target = zip.getPath("WEB-INF/classes/" + classFile);
            Files.createDirectories(target.getParent());
            try (var bytes = UnguardedServlet.class.getResourceAsStream("/" + classFile)) {
                Files.copy(java.util.Objects.requireNonNull(bytes), target);
            }
        }
        return copy;
    }
}
