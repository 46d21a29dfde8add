package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.Visitor;
import dev.countersign.it.WarCommand;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another application with our jar inside that has no store, on a Tomcat that has no database. */
@Tag("full")
class ResourceServerIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String AUDIENCE = "https://api.example/invoices";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    @Test
    void aGuestWithoutAStoreAdmitsTheTokensOfTheIssuer(@TempDir Path folder) throws Exception {
        try (ExecutableWar war = WarCommand.in(folder.resolve("issuer")).start()) {
            Path guest = new GuestApplication()
                    .asResourceServer(war.url())
                    .with("<context-param><param-name>countersign.keyFetchAllowedOrigins</param-name><param-value>"
                            + war.url().replaceFirst("/countersign$", "") + "</param-value></context-param>")
                    .writeTo(folder.resolve("invoices.war"));
            try (Container server = new Tomcat("11.", Files.createDirectory(folder.resolve("server")))
                    .bare()
                    .holding(guest, "invoices")) {
                server.start();
                passes(war, new Visitor(server.origin() + "/invoices"), server);
            }
        }
    }

    private static void passes(ExecutableWar war, Visitor guest, Container server) throws Exception {
        String secret = new Administrator(war.url(), war.password())
                .register("\"client_id\":\"billing\",\"scope\":\"invoices:read invoices:list\",\"audience\":[\""
                        + AUDIENCE + "\",\"https://api.example/orders\"]");
        String basic = Visitor.basic("billing", secret);
        Visitor issuer = new Visitor(war.url());
        String token = token(issuer, basic, AUDIENCE, "invoices:read");

        assertThat(guest.get("/open/echo/x").statusCode()).as(server.log()).isEqualTo(200);
        assertThat(server.log()).contains("Countersign is up at /invoices, as a resource server without a store");
        HttpResponse<String> granted = bearing(guest, token);
        assertThat(granted.body())
                .as(server.log())
                .isEqualTo("[REQUEST billing dev.countersign.http.ClientPrincipal bearer billing true false]");
        assertThat(bearing(guest, token(issuer, basic, "https://api.example/orders", "invoices:read"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(bearing(guest, token(issuer, basic, AUDIENCE, "invoices:list"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> refused = guest.get("/api/echo/client", "Authorization", basic);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"countersign\", scope=\"invoices:read\"");
        assertThat(guest.get("/.well-known/oauth-protected-resource").body())
                .contains("\"resource\":\"" + AUDIENCE + "\",\"authorization_servers\":[\"" + war.url() + "\"]");

        // It cannot know of a revocation, and needs the issuer for new keys only.
        assertThat(issuer.post("/revoke", FORM, "token=" + token, "Authorization", basic)
                        .statusCode())
                .isEqualTo(200);
        war.terminate();
        assertThat(bearing(guest, token).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> bearing(Visitor guest, String token) throws Exception {
        return guest.get("/api/echo/client", "Authorization", "Bearer " + token);
    }

    private static String token(Visitor issuer, String basic, String resource, String scope) throws Exception {
        String answer = issuer.post(
                        "/token",
                        FORM,
                        "grant_type=client_credentials&resource=" + resource + "&scope=" + scope,
                        "Authorization",
                        basic)
                .body();
        Matcher token = TOKEN.matcher(answer);
        assertThat(token.find()).as(answer).isTrue();
        return token.group(1);
    }
}
