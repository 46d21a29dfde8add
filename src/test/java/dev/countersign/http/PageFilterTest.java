package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.text.CidrBlock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageFilterTest {

    private static final Transport BEHIND_A_PROXY = new Transport(true, List.of(CidrBlock.parse("127.0.0.1")));

    private static EmbeddedDoor pages(Transport transport) throws Exception {
        return new EmbeddedDoor(transport, List.of())
                .filter("/console/*", new PageFilter(), Map.of())
                .servlet(
                        "/console/*",
                        (request, response) -> response.getWriter().print("page"))
                .start();
    }

    @Test
    void adm3_pagesHaveTheirHeaderFields() throws Exception {
        try (EmbeddedDoor door = pages(new Transport(true, List.of()))) {
            Answer page = door.send("GET /app/console/ HTTP/1.1", "Host: localhost", "Connection: close");
            assertThat(page.body()).isEqualTo("page");
            assertThat(page.header("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .endsWith("; require-trusted-types-for 'script'; trusted-types lit-html")
                    .doesNotContain("unsafe");
            assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.header("Referrer-Policy")).contains("no-referrer");
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.header("Strict-Transport-Security")).isEmpty();
            Answer script = door.send("GET /app/console/a.js HTTP/1.1", "Host: localhost", "Connection: close");
            assertThat(script.header("Cache-Control")).isEmpty();
        }
    }

    @Test
    void overTlsTheBrowserIsToldToStayThere() throws Exception {
        try (EmbeddedDoor door = pages(BEHIND_A_PROXY)) {
            Answer page = door.send(
                    "GET /app/console/index.html HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "X-Forwarded-For: 192.0.2.1",
                    "X-Forwarded-Proto: https");
            assertThat(page.header("Strict-Transport-Security")).contains("max-age=31536000");
        }
    }

    @Test
    void hdr5_withoutTlsThereIsNoPage() throws Exception {
        try (EmbeddedDoor door = pages(BEHIND_A_PROXY)) {
            Answer page = door.send(
                    "GET /app/console/ HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "X-Forwarded-For: 192.0.2.1",
                    "X-Forwarded-Proto: http");
            assertThat(page.status()).isEqualTo(403);
            Answer contradictory = door.send(
                    "GET /app/console/ HTTP/1.1", "Host: localhost", "Connection: close", "Forwarded: for=\"");
            assertThat(contradictory.status()).isEqualTo(400);
        }
    }
}
