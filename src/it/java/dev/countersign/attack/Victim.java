package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import dev.countersign.it.FreePort;
import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;

/** A running server with two clients: an honest one, and one whose key set cannot be fetched. */
final class Victim implements AutoCloseable {

    static final String HONEST = "honest";

    /** The client whose origin does not answer. */
    static final String AWAY = "away";

    private final Server server;
    private final String secret;

    private Victim(Server server, String secret) {
        this.server = server;
        this.secret = secret;
    }

    static Victim of(Server stopped) throws Exception {
        String origin = "http://localhost:" + FreePort.next();
        Server server = stopped.with("keyFetchAllowedOrigins", origin).start();
        Administrator script = administrator(server);
        script.post(
                "/clients",
                "{\"client_id\":\"" + AWAY + "\",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\""
                        + origin + "/jwks\"}");
        return new Victim(server, script.register("\"client_id\":\"" + HONEST + "\""));
    }

    private static Administrator administrator(Server server) throws Exception {
        Visitor person = new Visitor(server.url());
        person.login(Server.PERSON, server.personsPassword());
        HttpResponse<String> created = person.post(
                "/admin/clients",
                "application/json",
                "{\"client_id\":\"operator\",\"administrator\":true}",
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(created.statusCode()).as(created.body() + server.log()).isEqualTo(201);
        return new Administrator(server.url(), "operator", Administrator.secretIn(created));
    }

    Server server() {
        return server;
    }

    HonestClient honestClient() {
        return HonestClient.start(server.port(), HONEST, secret);
    }

    /** Starts it again, with what it has in its database. */
    void restart() throws Exception {
        server.close();
        server.start();
    }

    /** Whether a person can sign in now. */
    boolean takesPerson() throws Exception {
        Visitor person = new Visitor(server.url());
        person.login(Server.PERSON, server.personsPassword());
        return person.get("/admin/whoami").statusCode() == 200;
    }

    @Override
    public void close() {
        server.close();
    }
}
