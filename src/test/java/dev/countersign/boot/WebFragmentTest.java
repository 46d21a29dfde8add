package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar used alone in another application: it starts itself, and what {@code web.xml} maps is guarded. */
class WebFragmentTest {

    private static final String WEB_XML = """
            <filter>
              <filter-name>clients</filter-name>
              <filter-class>dev.countersign.http.ClientAuthenticationFilter</filter-class>
              <async-supported>true</async-supported>
            </filter>
            <filter-mapping>
              <filter-name>clients</filter-name>
              <url-pattern>/api/*</url-pattern>
              <dispatcher>REQUEST</dispatcher> <dispatcher>FORWARD</dispatcher> <dispatcher>INCLUDE</dispatcher>
              <dispatcher>ERROR</dispatcher> <dispatcher>ASYNC</dispatcher>
            </filter-mapping>
            <servlet>
              <servlet-name>report</servlet-name>
              <servlet-class>dev.countersign.boot.WebFragmentTest$Report</servlet-class>
              <async-supported>true</async-supported>
            </servlet>
            <servlet-mapping>
              <servlet-name>report</servlet-name>
              <url-pattern>/api/*</url-pattern>
              <url-pattern>/open/*</url-pattern>
            </servlet-mapping>
            """;

    @TempDir
    static Path directory;

    private static TestApplication application;

    @BeforeAll
    static void start() throws Exception {
        application = new TestApplication(directory, WEB_XML).complete().start();
    }

    @AfterAll
    static void stop() throws Exception {
        application.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/report, REQUEST admin",
        "/api/async, ASYNC admin",
        "/open/forward, FORWARD admin",
        "/open/async, ASYNC admin"
    })
    void gen15_whatIsMappedIsGuardedByWhicheverWayItIsReached(String path, String report) throws Exception {
        assertThat(application.get(path).statusCode()).isEqualTo(401);
        assertThat(application.get(path).body()).contains("invalid_client");
        assertThat(application.getAsClient(path).body()).isEqualTo(report);
    }

    @Test
    void whatIsNotMappedIsOpen() throws Exception {
        assertThat(application.get("/open/report").body()).isEqualTo("REQUEST null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/clients", "/admin", "/verify", "/health/live", "/console/", "/login/login.html"})
    void nothingOfTheServerIsThere(String path) throws Exception {
        assertThat(application.getAsClient(path).statusCode()).isEqualTo(404);
    }

    @Test
    void itsMBeanGoesWithIt(@TempDir Path own) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName second = new ObjectName("dev.countersign:type=Authentication,context=/reports,instance=2");
        // Declared in web.xml too, and all the same started once.
        String twice = "<listener><listener-class>dev.countersign.boot.CountersignListener</listener-class></listener>";
        try (TestApplication other =
                new TestApplication(own, twice + WEB_XML).complete().start()) {
            assertThat(other.getAsClient("/api/report").statusCode()).isEqualTo(200);
            assertThat(server.queryNames(
                            new ObjectName("dev.countersign:type=Authentication,context=/reports,*"), null))
                    .hasSize(2)
                    .contains(second);
        }
        assertThat(server.isRegistered(second)).isFalse();
    }

    /** Tells who asks, or leads to who does. */
    public static final class Report extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            String way = request.getServletPath() + request.getPathInfo();
            boolean first = request.getDispatcherType() == DispatcherType.REQUEST;
            if (first && way.equals("/open/forward")) {
                request.getRequestDispatcher("/api/report").forward(request, response);
            } else if (first && way.endsWith("/async")) {
                request.startAsync().dispatch("/api/report");
            } else {
                response.getWriter().print(request.getDispatcherType() + " " + request.getRemoteUser());
            }
        }
    }
}
