package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.invoices.Detours;
import com.example.invoices.Echo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Another WAR with our jar inside, made as {@code src/doc/own-application.md} says. Not thread-safe. */
final class GuestApplication {

    private static final Page PAGE = Page.at("src/doc/own-application.md");
    private static final Path CLASSES = Path.of("target/countersign-classes.jar");

    private static final String PEOPLE_BY_BASIC = """
            <security-constraint>
              <web-resource-collection>
                <web-resource-name>people</web-resource-name>
                <url-pattern>/people</url-pattern>
              </web-resource-collection>
              <auth-constraint>
                <role-name>countersign-admin</role-name>
              </auth-constraint>
            </security-constraint>
            <login-config>
              <auth-method>BASIC</auth-method>
              <realm-name>countersign</realm-name>
            </login-config>
            <security-role>
              <role-name>countersign-admin</role-name>
            </security-role>
            """;

    private static final String SERVLETS = """
            <servlet>
              <servlet-name>echo</servlet-name>
              <servlet-class>com.example.invoices.Echo</servlet-class>
              <async-supported>true</async-supported>
              <multipart-config/>
            </servlet>
            <servlet-mapping>
              <servlet-name>echo</servlet-name>
              <url-pattern>/api/echo/*</url-pattern>
              <url-pattern>/orders/echo/*</url-pattern>
              <url-pattern>/any/echo/*</url-pattern>
              <url-pattern>/secrets/echo/*</url-pattern>
              <url-pattern>/tokens/echo/*</url-pattern>
              <url-pattern>/open/echo/*</url-pattern>
              <url-pattern>/exact</url-pattern>
              <url-pattern>*.report</url-pattern>
              <url-pattern>/people</url-pattern>
            </servlet-mapping>
            <servlet>
              <servlet-name>detours</servlet-name>
              <servlet-class>com.example.invoices.Detours</servlet-class>
              <async-supported>true</async-supported>
            </servlet>
            <servlet-mapping>
              <servlet-name>detours</servlet-name>
              <url-pattern>/any/go/*</url-pattern>
              <url-pattern>/open/go/*</url-pattern>
            </servlet-mapping>
            <error-page>
              <error-code>409</error-code>
              <location>/any/echo/headers</location>
            </error-page>
            <error-page>
              <error-code>410</error-code>
              <location>/open/echo/sorry</location>
            </error-page>
            <error-page>
              <exception-type>jakarta.servlet.ServletException</exception-type>
              <location>/open/echo/sorry</location>
            </error-page>
            """;

    private String head = "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">";
    private String filter = snippet().text();
    private String more = "";
    private final List<Path> libraries = new ArrayList<>();
    private final Map<String, String> files = new TreeMap<>();

    GuestApplication() {
        files.put("WEB-INF/jboss-deployment-structure.xml", PAGE.block("On WildFly", "xml"));
    }

    /** Another line at the beginning of {@code web.xml}. */
    GuestApplication declaredAs(String webApp) {
        head = webApp;
        return this;
    }

    /**
     * Without a store: with the filter that the page has for the tokens of another server, and with the servlet for its
     * metadata.
     */
    GuestApplication asResourceServer(String issuer) {
        String mapping = snippet().text();
        filter = new Page(PAGE.block("As a resource server, without a store", "xml"))
                        .with("https://auth.example/countersign</", issuer + "</")
                        .with("https://auth.example/countersign/jwks</", issuer + "/jwks</")
                        .text()
                + mapping.substring(mapping.indexOf("<filter-mapping>"))
                + PAGE.block("Metadata of your application", "xml");
        return this;
    }

    /** More elements of {@code web.xml}. */
    GuestApplication with(String elements) {
        more += elements;
        return this;
    }

    GuestApplication withLibrary(Path jar) {
        libraries.add(jar);
        return this;
    }

    GuestApplication without(String file) {
        assertThat(files.remove(file)).isNotNull();
        return this;
    }

    /** The filter of the page once more, for another path and with another scope or none. */
    static String filter(String name, String pattern, String scope) {
        String init = "<init-param><param-name>scope</param-name><param-value>invoices:read</param-value></init-param>";
        return snippet()
                .with(">clients<", ">" + name + "<")
                .with("/api/*", pattern)
                .with(init, scope.isEmpty() ? "" : init.replace("invoices:read", scope))
                .text();
    }

    /** The same, with these init-params and no other. */
    static String filter(String name, String pattern, Map<String, String> initParams) {
        String elements = initParams.entrySet().stream()
                .map(param -> "<init-param><param-name>" + param.getKey() + "</param-name><param-value>"
                        + param.getValue() + "</param-value></init-param>")
                .collect(Collectors.joining());
        return filter(name, pattern, "").replace("</filter>", elements + "</filter>");
    }

    /** With a place of its own for people, who log in by BASIC. */
    static GuestApplication withPeopleByBasic() {
        return new GuestApplication().with(PEOPLE_BY_BASIC);
    }

    /** The lines of the page for those whose server does not find it. */
    static String listener() {
        return PAGE.block("When the listener is not found", "xml");
    }

    private static Page snippet() {
        return new Page(PAGE.block("Map the filter", "xml"));
    }

    Path writeTo(Path war) throws IOException {
        try (OutputStream file = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(file);
                ZipFile server = new ZipFile(Container.war().toFile())) {
            add(zip, "WEB-INF/web.xml", (head + filter + more + SERVLETS + "</web-app>"));
            for (Map.Entry<String, String> entry : files.entrySet()) {
                add(zip, entry.getKey(), entry.getValue());
            }
            for (Class<?> type : List.of(Echo.class, Detours.class)) {
                addClass(zip, type);
            }
            addJar(zip, CLASSES);
            for (Path library : libraries) {
                addJar(zip, library);
            }
            for (String jar : PAGE.block("Put it into the WAR", "text").lines().toList()) {
                addLibrary(zip, server, jar);
            }
        }
        return war;
    }

    /** The version that countersign.war has. */
    private static void addLibrary(ZipOutputStream zip, ZipFile server, String name) throws IOException {
        ZipEntry found = server.stream()
                .filter(entry -> entry.getName().matches("WEB-INF/lib/" + name + "-[0-9][^/]*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("countersign.war has no " + name));
        zip.putNextEntry(new ZipEntry(found.getName()));
        try (InputStream jar = server.getInputStream(found)) {
            jar.transferTo(zip);
        }
    }

    private static void addJar(ZipOutputStream zip, Path jar) throws IOException {
        zip.putNextEntry(new ZipEntry("WEB-INF/lib/" + jar.getFileName()));
        Files.copy(jar, zip);
    }

    private static void addClass(ZipOutputStream zip, Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + file));
        try (InputStream in = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(file))) {
            in.transferTo(zip);
        }
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
