package dev.countersign.attack;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Function;

/** What a sender without any credential does to a server, until it is stopped. */
enum Attack {
    /** Bodies in chunks of one byte each: what a buffer costs beside its content. */
    CHUNKS_OF_ONE_BYTE(at -> new Crowd(
            at,
            15,
            5,
            Connection.sending(Requests.form("/verify", "Transfer-Encoding: chunked"), "1\r\nx\r\n", 130_000))),

    /** Bodies that are announced, sent but for their end, and left so. */
    UNFINISHED_BODIES(at -> new Crowd(
            at,
            2_000,
            200,
            Connection.sending(Requests.form("/verify", "Content-Length: 131072"), "x".repeat(131), 1_000))),

    /** Login forms that stop after what a server gathers before it looks at a request. */
    UNFINISHED_LOGINS(at -> new Crowd(
            at,
            70,
            7,
            Connection.sending(Requests.form("/login/login.html", "Content-Length: 199000"), "j=".repeat(64), 1_024))),

    /** The same at the path of the Servlet specification (section 13.6.3). */
    UNFINISHED_FORM_LOGINS(at -> new Crowd(
            at,
            70,
            7,
            Connection.sending(
                    Requests.form("/console/j_security_check", "Content-Length: 199000"), "j=".repeat(64), 1_024))),

    /** Bodies that come byte by byte: each read succeeds, the whole never ends. */
    DRIPPED_BODIES(at -> new Crowd(
            at,
            205,
            20,
            Connection.dripping(Requests.form("/verify", "Content-Length: 1000"), "x", Duration.ofSeconds(5)))),

    /** The same in requests that are refused without their body. */
    DRIPPED_BODIES_OF_REFUSED_REQUESTS(at -> new Crowd(
            at,
            205,
            20,
            Connection.dripping(Requests.json("/admin/clients", "Content-Length: 1000"), " ", Duration.ofSeconds(5)))),

    /** Heads that come byte by byte. */
    DRIPPED_HEADS(at -> new Crowd(
            at,
            2_000,
            200,
            Connection.dripping(
                    "GET /countersign/verify HTTP/1.1\r\nHost: localhost\r\nX: ", "x", Duration.ofSeconds(5)))),

    /** Connections on which nothing is sent at all. */
    IDLE_CONNECTIONS(at -> new Crowd(at, 4_000, 200, Connection.silent())),

    /** Requests without end whose answers are not read. */
    UNREAD_ANSWERS(at -> new Crowd(
            at,
            100,
            10,
            Connection.unread(
                    "GET /countersign/console/assets/console.css HTTP/1.1\r\nHost: localhost\r\n\r\n", 5_000))),

    /** Requests without a cookie for a page that asks for a sign-in, with large heads: what is kept until then. */
    SESSIONS(at ->
            new Flood(at, 4, 4, n -> Requests.get("/console/", "Cookie: a=" + n, "X-Large: " + "x".repeat(7_000)))),

    /** Wrong passwords for the person who administers, ten from each of many addresses. */
    PASSWORDS(at -> new Flood(
            at,
            8,
            60,
            n -> Requests.form(
                            "/login/login.html",
                            "Sec-Fetch-Site: same-origin",
                            "Content-Length: 41",
                            "Connection: close")
                    + "j_username=admin&j_password=" + String.format(Locale.ROOT, "%013d", n))),

    /** Wrong secrets for ever new clients. */
    UNKNOWN_CLIENTS(at ->
            new Flood(at, 4, 60, n -> Requests.get("/verify", "Authorization: Basic " + basic("client-" + n)))),

    /** Assertions of a client whose keys cannot be fetched. */
    ORIGIN_AWAY(at -> new Flood(at, 4, 60, n -> Requests.assertion(Victim.AWAY, n)));

    /** Each is a lambda without state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<InetSocketAddress, Attacker> maker;

    Attack(Function<InetSocketAddress, Attacker> maker) {
        this.maker = maker;
    }

    Attacker on(InetSocketAddress server) {
        return maker.apply(server);
    }

    private static String basic(String id) {
        return Base64.getEncoder().encodeToString((id + ":wrong").getBytes(StandardCharsets.US_ASCII));
    }
}
