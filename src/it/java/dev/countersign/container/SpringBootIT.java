package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Output;
import dev.countersign.it.Shell;
import dev.countersign.it.Visitor;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines for Spring Boot in {@code own-application.md}: compiled, and run in a process of their own. */
@Tag("full")
class SpringBootIT {

    private static final String SECRET = "bootstrap-" + "s".repeat(32);

    private static final String LISTENS = "listens on ";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** One class of each library of Spring Boot that a program with Tomcat inside needs. */
    private static final List<String> OF_SPRING = List.of(
            "org.springframework.boot.SpringApplication",
            "org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory",
            "org.springframework.boot.web.server.WebServer",
            "org.springframework.aop.Advisor",
            "org.springframework.beans.factory.BeanFactory",
            "org.springframework.context.ApplicationContext",
            "org.springframework.core.Ordered",
            "org.springframework.expression.Expression",
            "org.springframework.web.context.WebApplicationContext",
            "io.micrometer.observation.Observation",
            "io.micrometer.common.KeyValue",
            "org.apache.commons.logging.LogFactory",
            "jakarta.annotation.PostConstruct");

    private static final String PROGRAM = """
            import dev.countersign.boot.CountersignListener;
            import dev.countersign.http.ClientAuthenticationFilter;
            import jakarta.servlet.DispatcherType;
            import jakarta.servlet.http.*;
            import java.util.*;
            import javax.sql.DataSource;
            import org.h2.jdbcx.JdbcDataSource;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
            import org.springframework.boot.web.server.context.WebServerApplicationContext;
            import org.springframework.boot.web.servlet.*;
            import org.springframework.context.annotation.*;
            import org.springframework.core.Ordered;

            @Configuration
            @Import(ClientsOnly.class)
            class Invoices {
                public static void main(String[] arguments) {
                    var context = (WebServerApplicationContext) SpringApplication.run(Invoices.class, arguments);
                    System.out.println("listens on " + context.getWebServer().getPort());
                }

                @Bean
                TomcatServletWebServerFactory server() throws Exception {
                    var server = new TomcatServletWebServerFactory(0);
                    server.setAddress(java.net.InetAddress.getLoopbackAddress());
                    return server;
                }

                @Bean
                DataSource clients() {
                    var clients = new JdbcDataSource();
                    clients.setURL("jdbc:h2:file:" + System.getProperty("clients"));
                    return clients;
                }

                @Bean
                ServletRegistrationBean<HttpServlet> page() {
                    return new ServletRegistrationBean<>(new HttpServlet() {
                        @Override
                        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                                throws java.io.IOException {
                            response.getWriter().write(request.getRemoteUser() + " by " + request.getAuthType());
                        }
                    }, "/*");
                }
            }

            """;

    @TempDir
    Path folder;

    @Test
    void thePagesLinesLetClientsThroughAndNoOtherRequest() throws Exception {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Path keys = Files.writeString(
                folder.resolve("master.keys"), "k1 " + Base64.getEncoder().encodeToString(key) + "\n");
        Path source = Files.writeString(
                folder.resolve("Invoices.java"),
                PROGRAM
                        + Page.at("src/doc/own-application.md")
                                .blocks("In a program with a server inside", "java")
                                .get(0)
                                .replace("/etc/countersign/master.keys", keys.toString())
                                .replace("filter.addInitParameter(\"scope\", \"invoices:read\");", ""));
        String classPath = folder
                + File.pathSeparator
                + classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String java = System.getProperty("java.home") + "/bin/java";
        Shell.run(
                "'" + java + "c' -proc:none -parameters -cp \"$JARS\" -d '" + folder + "' " + source,
                Map.of("JARS", classPath));

        ProcessBuilder program = new ProcessBuilder(
                        java, "-Dclients=" + folder.resolve("clients"), "-cp", classPath, "Invoices")
                .redirectErrorStream(true);
        program.environment().put("COUNTERSIGN_BOOTSTRAP_ADMIN_SECRET", SECRET);
        program.environment().put("COUNTERSIGN_REPLAY_GUARD", "store");
        Process process = program.start();
        try {
            Output output = Output.of(process.getInputStream());
            assertThat(output.await(line -> line.startsWith(LISTENS), PATIENCE))
                    .as(output.text())
                    .isTrue();
            Visitor visitor = new Visitor("http://127.0.0.1:"
                    + output.text()
                            .lines()
                            .filter(line -> line.startsWith(LISTENS))
                            .findFirst()
                            .orElseThrow()
                            .substring(LISTENS.length()));

            HttpResponse<String> granted = visitor.get("/api/all", "Authorization", Visitor.basic("admin", SECRET));
            assertThat(granted.statusCode()).as(output.text()).isEqualTo(200);
            assertThat(granted.body()).isEqualTo("admin by client_secret_basic");
            assertThat(visitor.get("/api/all", "Authorization", Visitor.basic("admin", "wrong-" + SECRET))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(visitor.get("/api/all").statusCode()).isEqualTo(401);
            assertThat(visitor.get("/open").body()).isEqualTo("null by null");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** Spring Boot with Tomcat, and all that {@code countersign.war} has for itself. */
    private List<Path> classPath() throws Exception {
        List<Path> jars = new ArrayList<>(List.of(
                Path.of("target/countersign-classes.jar").toAbsolutePath(),
                Path.of("target/tools/tomcat-embed-core.jar").toAbsolutePath()));
        for (String type : OF_SPRING) {
            jars.add(Container.jarOf(Class.forName(type, false, getClass().getClassLoader())));
        }
        jars.add(Container.jarOf(JdbcDataSource.class));
        Path libraries = Files.createDirectory(folder.resolve("libraries"));
        try (ZipFile war = new ZipFile(Container.war().toFile())) {
            for (ZipEntry entry : war.stream()
                    .filter(entry -> entry.getName().matches("WEB-INF/lib/[^/]+\\.jar"))
                    .toList()) {
                Path jar = libraries.resolve(Path.of(entry.getName()).getFileName());
                try (InputStream in = war.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(jar)) {
                    in.transferTo(out);
                }
                jars.add(jar);
            }
        }
        return jars;
    }
}
