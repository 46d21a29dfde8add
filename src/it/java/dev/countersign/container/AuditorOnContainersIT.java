package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person to whom the container gives the role of auditors: each server's page, with that role in its lines. */
@Tag("full")
class AuditorOnContainersIT {

    enum Kind {
        TOMCAT,
        WILDFLY,
        JETTY;

        private Container in(Path folder) {
            return switch (this) {
                case TOMCAT -> new Tomcat("11.", folder);
                case WILDFLY -> new WildFly(folder);
                case JETTY -> new Jetty("ee11", folder);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void ops5_theRoleReadsAndChangesNothing(Kind kind, @TempDir Path folder) throws Exception {
        try (Container server = kind.in(folder)) {
            server.edited(page -> page.with("countersign-admin", "countersign-auditor"));
            server.start();
            Visitor person = new Visitor(server.url());
            String location = person.login(Server.PERSON, server.personsPassword())
                    .headers()
                    .firstValue("Location")
                    .orElse("");

            assertThat(location).endsWith("/console/");
            assertThat(person.get("/console/").statusCode()).isEqualTo(200);
            assertThat(person.get("/admin/whoami").body()).contains("\"role\":\"auditor\"");
            for (String path : new String[] {"/admin/clients", "/admin/server", "/admin/events", "/metrics"}) {
                assertThat(person.get(path).statusCode()).as(path).isEqualTo(200);
            }
            String[] ours = {"Content-Type", "application/json", "Sec-Fetch-Site", "same-origin", "If-Match", "*"};
            for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE", "PROPFIND"}) {
                for (String path : new String[] {"/admin/clients", "/admin/clients/admin", "/admin/key-cache"}) {
                    HttpResponse<String> refused = person.send(method, path, "{}", ours);

                    assertThat(refused.statusCode()).as(method + ' ' + path).isEqualTo(403);
                    assertThat(refused.body()).contains("An auditor may read everything, and change nothing.");
                }
            }
            assertThat(person.get("/admin/clients").body()).contains("\"items\":[]");
        }
    }
}
