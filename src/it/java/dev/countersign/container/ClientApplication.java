package dev.countersign.container;

import com.example.billing.SignIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A client's WAR: a page that signs in, and the kit with what {@code src/doc/clients.md} says that it needs, and
 * nothing else. Not thread-safe.
 */
final class ClientApplication {

    static final Page PAGE = Page.at("src/doc/clients.md");
    static final Path KIT = Path.of("target/countersign-kit.jar");

    private static final String OWN_PAGE = """
            <servlet>
              <servlet-name>sign-in</servlet-name>
              <servlet-class>com.example.billing.SignIn</servlet-class>
              <init-param><param-name>keyStore</param-name><param-value>/etc/billing/keys.p12</param-value></init-param>
              <init-param><param-name>passwordFile</param-name><param-value>/etc/billing/password</param-value></init-param>
            </servlet>
            <servlet-mapping>
              <servlet-name>sign-in</servlet-name>
              <url-pattern>/sign-in</url-pattern>
            </servlet-mapping>
            """;

    private ClientApplication() {}

    /** @param libraries a folder with those that the page names */
    static Path writeTo(Path war, Path libraries, Path keyStore, Path password) throws IOException {
        String elements = (PAGE.block("Publish the keys", "xml") + OWN_PAGE)
                .replace("/etc/billing/keys.p12", keyStore.toString())
                .replace("/etc/billing/password", password.toString());
        try (OutputStream file = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
            zip.write(("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">" + elements
                            + "</web-app>")
                    .getBytes(StandardCharsets.UTF_8));
            String page = SignIn.class.getName().replace('.', '/') + ".class";
            zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + page));
            try (InputStream in =
                    Objects.requireNonNull(SignIn.class.getClassLoader().getResourceAsStream(page))) {
                in.transferTo(zip);
            }
            for (Path jar : jars(libraries)) {
                zip.putNextEntry(new ZipEntry("WEB-INF/lib/" + jar.getFileName()));
                Files.copy(jar, zip);
            }
        }
        return war;
    }

    /** All that the kit needs, the kit among them. */
    static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.sorted().toList();
        }
    }

    /** Puts the kit and the libraries of the page into a folder, out of {@code countersign.war}. */
    static void copyLibraries(Path folder) throws IOException {
        Files.copy(KIT, folder.resolve(KIT.getFileName()));
        try (ZipFile server = new ZipFile(Container.war().toFile())) {
            for (String library : PAGE.block("Put the kit into the application", "text")
                    .lines()
                    .toList()) {
                ZipEntry jar = server.stream()
                        .filter(entry -> entry.getName().matches("WEB-INF/lib/" + library + "-[0-9][^/]*\\.jar"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("countersign.war has no " + library));
                try (InputStream in = server.getInputStream(jar)) {
                    Files.copy(in, folder.resolve(library + ".jar"));
                }
            }
        }
    }
}
