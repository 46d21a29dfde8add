package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What has to hold on every server alike. Each server's own class says how to make one, and what is peculiar to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContainerScenario {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern SECRET = Pattern.compile("\"client_secret\":\"([^\"]+)\"");

    private Container server;
    private Administrator script;

    /** A server in this empty folder, not started yet. */
    abstract Container server(Path empty);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = server(folder);
        server.start();
        script = firstAdministrator();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** A person with the role makes the first client that may administer. */
    private Administrator firstAdministrator() throws Exception {
        Visitor person = new Visitor(server.url());
        person.login(Container.PERSON, server.personsPassword());
        HttpResponse<String> created = person.post(
                "/admin/clients",
                "application/json",
                "{\"client_id\":\"operator\",\"administrator\":true}",
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(created.statusCode()).as(created.body() + server.log()).isEqualTo(201);
        Matcher secret = SECRET.matcher(created.body());
        assertThat(secret.find()).isTrue();
        return new Administrator(server.url(), "operator", secret.group(1));
    }

    @Test
    void aClientIsLetInByEitherEnvelope() throws Exception {
        String secret = script.register("\"client_id\":\"billing\",\"scope\":\"invoices:read\"");
        Visitor visitor = new Visitor(server.url());

        HttpResponse<String> basic = visitor.get("/verify", "Authorization", Visitor.basic("billing", secret));
        assertThat(basic.statusCode()).isEqualTo(204);
        assertThat(basic.headers().firstValue("X-Client-Id")).contains("billing");
        HttpResponse<String> post = visitor.post("/verify", FORM, "client_id=billing&client_secret=" + secret);
        assertThat(post.statusCode()).isEqualTo(204);
        assertThat(visitor.get("/verify", "Authorization", Visitor.basic("billing", "wrong"))
                        .statusCode())
                .isEqualTo(401);
    }
}
