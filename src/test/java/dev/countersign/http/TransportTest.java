package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.text.CidrBlock;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HDR-5, GEN-19. */
class TransportTest {

    private static final Transport BEHIND_A_PROXY =
            new Transport(true, List.of(CidrBlock.parse("10.0.0.0/8"), CidrBlock.parse("127.0.0.1")));
    private static final Transport ALONE = new Transport(true, List.of());

    /** A request, as far as the transport looks at it. */
    private static final class Sent {
        private final Map<String, List<String>> headers = new LinkedHashMap<>();
        private final Map<String, Object> attributes = new LinkedHashMap<>();
        private final String peer;
        private String local = "10.0.0.99";
        private boolean https;

        Sent(String peer) {
            this.peer = peer;
        }

        Sent header(String name, String value) {
            headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            return this;
        }

        Sent to(String address) {
            local = address;
            return this;
        }

        /** The scheme alone, which may be what the sender has written. */
        Sent https() {
            https = true;
            return this;
        }

        Sent tls() {
            return https().attribute("jakarta.servlet.request.cipher_suite");
        }

        Sent attribute(String name) {
            attributes.put(name, true);
            return this;
        }

        RequestOrigin to(Transport transport) {
            return transport.originOf((HttpServletRequest) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, args) -> {
                        return switch (method.getName()) {
                            case "getRemoteAddr" -> peer;
                            case "getLocalAddr" -> local;
                            case "isSecure" -> https;
                            case "getAttribute" -> attributes.get((String) args[0]);
                            case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                            case "getHeaders" ->
                                Collections.enumeration(headers.getOrDefault((String) args[0], List.of()));
                            default -> throw new UnsupportedOperationException(method.getName());
                        };
                    }));
        }
    }

    private static Sent from(String peer) {
        return new Sent(peer);
    }

    @Test
    void hdr5_loopbackIsExemptOnlyAtBothEndsAndWithoutAnyProxy() {
        assertThat(from("127.0.0.1").to("127.0.0.1").to(ALONE).admissible()).isTrue();
        assertThat(from("[0:0:0:0:0:0:0:1]").to("::1").to(ALONE).admissible()).isTrue();
        assertThat(from("127.0.0.1").to("10.0.0.99").to(ALONE).admissible()).isFalse();
        assertThat(from("192.0.2.1").to("127.0.0.1").to(ALONE).admissible()).isFalse();
        assertThat(from("192.0.2.1").to(ALONE).admissible()).isFalse();
        assertThat(from("192.0.2.1").tls().to(ALONE).admissible()).isTrue();
        assertThat(from("192.0.2.1").to(new Transport(false, List.of())).admissible())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Anything", "X-Real-IP", "Via"})
    void hdr5_anyMarkOfAProxyEndsTheExemption(String name) {
        assertThat(from("127.0.0.1")
                        .to("127.0.0.1")
                        .header(name, "127.0.0.1")
                        .to(ALONE)
                        .admissible())
                .isFalse();
    }

    /** The reason that is logged: without it the sender looks for a fault in its TLS. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "127.0.0.1 | 127.0.0.1 | 127.0.0.1 | - | true",
                "127.0.0.1 | 127.0.0.1 | - | for=127.0.0.1;proto=https | true",
                "10.0.0.1 | 10.0.0.99 | 10.0.0.1 | - | true",
                "127.0.0.1 | 10.0.0.99 | - | - | true",
                "127.0.0.1 | 127.0.0.1 | 127.0.0.2 | - | false",
                "10.0.0.1 | 10.0.0.99 | 192.0.2.1 | - | false",
                "192.0.2.1 | 10.0.0.99 | 127.0.0.1 | - | false",
                "192.0.2.1 | 10.0.0.99 | - | - | false",
            })
    void hdr5_aSourceThatNoProxyMayNameIsToldApart(
            String peer, String local, String forwardedFor, String forwarded, boolean forged) {
        Sent sent = from(peer).to(local);
        if (forwardedFor != null) {
            sent.header("X-Forwarded-For", forwardedFor).header("X-Forwarded-Proto", "http");
        }
        if (forwarded != null) {
            sent.header("Forwarded", forwarded);
        }
        RequestOrigin origin = sent.to(BEHIND_A_PROXY);
        assertThat(origin.admissible()).isFalse();
        assertThat(origin.forged()).isEqualTo(forged);
    }

    @Test
    void hdr5_anAddressThatTheContainerTookFromAHeaderIsNotTrusted() {
        String tomcat = "org.apache.tomcat.request.forwarded";
        assertThat(from("127.0.0.1").to("127.0.0.1").attribute(tomcat).to(ALONE).admissible())
                .isFalse();
        RequestOrigin valve = from("10.0.0.1")
                .attribute(tomcat)
                .header("X-Forwarded-Proto", "https")
                .to(BEHIND_A_PROXY);
        assertThat(valve.admissible()).isFalse();
        // Jetty and Undertow take the first address and leave the header where it is.
        RequestOrigin customizer = from("10.0.0.1")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("X-Forwarded-Proto", "https")
                .to(BEHIND_A_PROXY);
        assertThat(customizer.admissible()).isFalse();
        RequestOrigin forwarded = from("127.0.0.1")
                .to("127.0.0.1")
                .header("Forwarded", "for=\"127.0.0.1:80\";proto=https")
                .to(BEHIND_A_PROXY);
        assertThat(forwarded.admissible()).isFalse();
    }

    /** The first address of the list is the peer's own: a container that takes it for the peer hides the real peer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "10.0.0.1, 192.0.2.1 | - | true",
                "10.0.0.1:80, 192.0.2.1 | - | true",
                "::ffff:10.0.0.1, 192.0.2.1, 10.0.0.2 | - | true",
                "10.0.0.1, 10.0.0.2 | - | false",
                "- | for=10.0.0.1;proto=https, for=192.0.2.1;proto=https | true",
                "- | 'for=\"10.0.0.1:80\", for=192.0.2.1' | true",
                "10.0.0.1 | - | false",
                "10.0.0.1, unknown | - | false",
                "10.0.0.1, 10.0.0.1 | - | false",
                "- | for=10.0.0.1;proto=https | false",
            })
    void hdr5_whoWritesTheProxysAddressInFrontIsNotTakenForTheProxy(
            String forwardedFor, String forwarded, boolean contradictory) {
        Sent sent = from("10.0.0.1").header("X-Forwarded-Proto", "https");
        if (forwardedFor != null) {
            sent.header("X-Forwarded-For", forwardedFor);
        }
        if (forwarded != null) {
            sent.headers.remove("X-Forwarded-Proto");
            sent.header("Forwarded", forwarded);
        }
        RequestOrigin origin = sent.to(BEHIND_A_PROXY);
        assertThat(origin.contradictory()).isEqualTo(contradictory);
        assertThat(origin.admissible()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | 192.0.2.1",
                "198.51.100.7, 192.0.2.1 | 192.0.2.1",
                "10.0.0.5, 192.0.2.1, 10.0.0.2 | 192.0.2.1",
                "127.0.0.1, 192.0.2.1 | 192.0.2.1",
                "garbage, 192.0.2.1 | 192.0.2.1",
                "192.0.2.1:4711 | 192.0.2.1",
                "[2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:1",
                "2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                "::ffff:192.0.2.1 | 192.0.2.1",
                "192.0.2.1, garbage | 10.0.0.1",
                "192.0.2.1, | 10.0.0.1",
                "192.0.2.1, localhost | 10.0.0.1",
                "192.0.2.1, unknown, 10.0.0.2 | 10.0.0.2",
                "192.0.2.01 | 10.0.0.1",
                "3221225985 | 10.0.0.1",
                "192.0.2 | 10.0.0.1",
                "192.0.2.1.example.com | 10.0.0.1",
            })
    void gen19_theSourceIsTheFirstAddressFromTheRightThatIsNoProxy(String forwardedFor, String source) {
        RequestOrigin origin =
                from("10.0.0.1").header("X-Forwarded-For", forwardedFor).to(BEHIND_A_PROXY);
        assertThat(origin.sourceText()).isEqualTo(source);
        assertThat(origin.admissible()).isFalse();
    }

    @Test
    void hdr5_listsWithoutEndAreRefused() {
        int half = ForwardingReport.MAX_CHARS / 2;
        assertThat(from("10.0.0.1")
                        .header("X-Forwarded-For", ",".repeat(half))
                        .header("X-Forwarded-For", ",".repeat(half))
                        .to(BEHIND_A_PROXY)
                        .contradictory())
                .isFalse();
        assertThat(from("10.0.0.1")
                        .header("X-Forwarded-For", ",".repeat(half))
                        .header("Forwarded", ",".repeat(half + 1))
                        .to(BEHIND_A_PROXY)
                        .contradictory())
                .isTrue();
    }

    @Test
    void gen19_severalFieldsAreOneList() {
        RequestOrigin origin = from("10.0.0.1")
                .header("X-Forwarded-For", "198.51.100.7")
                .header("X-Forwarded-For", "192.0.2.1")
                .to(BEHIND_A_PROXY);
        assertThat(origin.sourceText()).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "https,true",
        "HTTPS,true",
        "http,false",
        "'https, http',false",
        "'http, https',false",
        "'',false",
        "httpsx,false"
    })
    void aTrustedProxySaysWhetherItWasTls(String protocol, boolean secure) {
        RequestOrigin origin = from("10.0.0.1")
                .header("X-Forwarded-For", "192.0.2.1")
                .header("X-Forwarded-Proto", protocol)
                .tls()
                .to(BEHIND_A_PROXY);
        assertThat(origin.secure()).isEqualTo(secure);
        assertThat(origin.admissible()).isEqualTo(secure);
    }

    @Test
    void hdr5_anUnlistedPeerIsNotBelieved() {
        RequestOrigin origin = from("192.0.2.9")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "for=10.0.0.1;proto=https")
                .to(BEHIND_A_PROXY);
        assertThat(origin.sourceText()).isEqualTo("192.0.2.9");
        assertThat(origin.admissible()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=192.0.2.1;proto=https | 192.0.2.1 | true",
                "For=\"192.0.2.1:80\" ; Proto=HTTPS | 192.0.2.1 | true",
                "for=\"[2001:db8::1]:4711\";proto=https | 2001:db8:0:0:0:0:0:1 | true",
                "for=\"[2001:db8::1]\";proto=http | 2001:db8:0:0:0:0:0:1 | false",
                "for=10.9.9.9;proto=https, for=192.0.2.1;proto=http, for=10.0.0.2;proto=https | 192.0.2.1 | false",
                "for=192.0.2.1;proto=https;by=10.0.0.1, for=10.0.0.2;proto=http | 192.0.2.1 | true",
                "for=unknown;proto=https | 10.0.0.1 | true",
                "for=\"_hid\\\"den\";proto=https | 10.0.0.1 | true",
                "proto=https | 10.0.0.1 | true",
                ", ,for=192.0.2.1;proto=https, | 192.0.2.1 | true",
            })
    void forwardedIsReadFromTheRight(String forwarded, String source, boolean secure) {
        RequestOrigin origin = from("10.0.0.1").header("Forwarded", forwarded).to(BEHIND_A_PROXY);
        assertThat(origin.contradictory()).isFalse();
        assertThat(origin.sourceText()).isEqualTo(source);
        assertThat(origin.admissible()).isEqualTo(secure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=\", for=192.0.2.1;proto=https",
                "for=a b, for=192.0.2.1",
                "for",
                "for=",
                "=x",
                "for=1.2.3.4;for=192.0.2.1",
                "for=1.2.3.4;proto=http;proto=https",
                "for=\"1.2.3.4\\",
                "for=\"1.2.3.4\"x",
            })
    void whatCannotBeReadIsRefused(String forwarded) {
        assertThat(from("10.0.0.1")
                        .tls()
                        .header("Forwarded", forwarded)
                        .to(BEHIND_A_PROXY)
                        .contradictory())
                .isTrue();
    }

    @Test
    void twoHeadersThatDisagreeAreRefused() {
        assertThat(twoHeaders("192.0.2.1", "https").contradictory()).isFalse();
        assertThat(twoHeaders("192.0.2.2", "https").contradictory()).isTrue();
        assertThat(twoHeaders("192.0.2.1", "http").contradictory()).isTrue();
    }

    private static RequestOrigin twoHeaders(String forwardedFor, String protocol) {
        return from("10.0.0.1")
                .header("Forwarded", "for=192.0.2.1;proto=https")
                .header("X-Forwarded-For", forwardedFor)
                .header("X-Forwarded-Proto", protocol)
                .to(BEHIND_A_PROXY);
    }

    /** A proxy that sets the one header and leaves the other alone lets its client write that one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "192.0.2.1 | -     | for=192.0.2.1;proto=https",
                "192.0.2.1 | http  | for=192.0.2.1",
                "192.0.2.1 | https | for=192.0.2.1",
                "-         | https | for=192.0.2.1",
                "-         | https | for=192.0.2.1;proto=https",
                "-         | http  | for=192.0.2.1;proto=https",
                "192.0.2.1 | http  | for=192.0.2.1;proto=https",
                "192.0.2.1 | https | for=198.51.100.1;proto=https",
                "192.0.2.1 | https | proto=https",
                "192.0.2.1 | https | for=unknown;proto=https",
                "192.0.2.1 | https | for=\"",
            })
    void hdr5_whatOnlyOneOfTwoHeadersSaysIsNotBelieved(String forwardedFor, String protocol, String forwarded) {
        Sent sent = from("10.0.0.1").header("Forwarded", forwarded).tls();
        if (forwardedFor != null) {
            sent.header("X-Forwarded-For", forwardedFor);
        }
        if (protocol != null) {
            sent.header("X-Forwarded-Proto", protocol);
        }
        RequestOrigin origin = sent.to(BEHIND_A_PROXY);
        assertThat(origin.contradictory() || !origin.admissible()).isTrue();
        assertThat(origin.contradictory() || origin.sourceText().equals("192.0.2.1"))
                .isTrue();
    }

    @Test
    void whatBothHeadersSayIsBelieved() {
        assertThat(twoHeaders("192.0.2.1", "https").admissible()).isTrue();
        assertThat(twoHeaders("192.0.2.1:4711", "HTTPS").sourceText()).isEqualTo("192.0.2.1");
        RequestOrigin silent = from("10.0.0.1")
                .tls()
                .header("Forwarded", "for=192.0.2.1")
                .header("X-Forwarded-For", "192.0.2.1")
                .to(BEHIND_A_PROXY);
        assertThat(silent.contradictory()).isFalse();
        assertThat(silent.admissible()).as("by the connection").isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // From the client, through three proxies; the last one is the peer, which no header names.
                "2001:db8::7, fd00::3, fd00::2 | 2001:db8:0:0:0:0:0:7",
                "198.51.100.9, 2001:db8::7, fd00::3, 10.0.0.2 | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]:50000, [fd00::3]:443, [fd00::2] | 2001:db8:0:0:0:0:0:7",
                "::ffff:10.0.0.2 | 10.0.0.2",
                "192.0.2.1, ::ffff:10.0.0.2 | 192.0.2.1",
                "192.0.2.1, ::ffff:10.0.0.2:80 | 10.0.0.1",
                "fd00::3, fd00::2 | fd00:0:0:0:0:0:0:3",
                "fd00::1%eth0, fd00::2 | fd00:0:0:0:0:0:0:1",
                "192.0.2.1, _hidden, fd00::2 | fd00:0:0:0:0:0:0:2",
                "192.0.2.1, unknown | 10.0.0.1",
                "192.0.2.1, \"10.0.0.2\" | 10.0.0.1",
                "192.0.2.1, 10.0.0.2 10.0.0.3 | 10.0.0.1",
                "192.0.2.1, 10.0.0.2;proto=https | 10.0.0.1",
                "192.0.2.1, [10.0.0.2] | 10.0.0.1",
                "192.0.2.1, [fd00::2 | 10.0.0.1",
                "192.0.2.1, fd00::2] | 10.0.0.1",
                "192.0.2.1, 10.0.0.2.5 | 10.0.0.1",
                "192.0.2.1, 0xa000002 | 10.0.0.1",
                "192.0.2.1, 012.0.0.2 | 10.0.0.1",
                "192.0.2.1,, 10.0.0.2 | 10.0.0.2",
                "192.0.2.1\u00a0 | 10.0.0.1",
                "\u0661\u0669\u0662.0.2.1 | 10.0.0.1",
            })
    void gen19_aChainOfProxiesIsFollowedAsFarAsItCanBeRead(String forwardedFor, String source) {
        Transport chain = new Transport(true, List.of(CidrBlock.parse("10.0.0.0/8"), CidrBlock.parse("fd00::/8")));
        RequestOrigin origin = from("10.0.0.1")
                .header("X-Forwarded-For", forwardedFor)
                .header("X-Forwarded-Proto", "https")
                .to(chain);
        assertThat(origin.sourceText()).isEqualTo(source);
        assertThat(origin.contradictory()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=\"[2001:db8::7]:80\";proto=https, for=\"[fd00::3]\";proto=http | 2001:db8:0:0:0:0:0:7 | true",
                "for=2001:db8::7;proto=https, for=[fd00::3] | 2001:db8:0:0:0:0:0:7 | true",
                "for=192.0.2.1;proto=https, for=_secret;proto=http, for=10.0.0.2;proto=https | 10.0.0.2 | false",
                "for=192.0.2.1;proto=https, for=unknown;proto=http | 10.0.0.1 | false",
                "for=192.0.2.1;proto=https, proto=http | 10.0.0.1 | false",
                "for=192.0.2.1;proto=http;host=\"a, for=1.1.1.1;proto=https\" | 192.0.2.1 | false",
                "for=192.0.2.1;proto=http;by=\"\\\", for=1.1.1.1;proto=https\" | 192.0.2.1 | false",
                "for=\"192.0.\\2.1\";proto=\"htt\\ps\" | 192.0.2.1 | true",
                "for=192.0.2.1;proto=https;secret=x;for-what=2 | 192.0.2.1 | true",
                "for=192.0.2.1;proto=wss | 192.0.2.1 | false",
                "for=192.0.2.1;proto=\"https \" | 192.0.2.1 | false",
                "for=\"\";proto=http | 10.0.0.1 | false",
            })
    void hdr5_forwardedElementsAreToldApart(String forwarded, String source, boolean secure) {
        Transport chain = new Transport(true, List.of(CidrBlock.parse("10.0.0.0/8"), CidrBlock.parse("fd00::/8")));
        RequestOrigin origin = from("10.0.0.1").header("Forwarded", forwarded).to(chain);
        assertThat(origin.contradictory()).isFalse();
        assertThat(origin.sourceText()).isEqualTo(source);
        assertThat(origin.admissible()).isEqualTo(secure);
    }

    @Test
    void hdr5_severalForwardedFieldsAreOneListAndOneOfThemBrokenSpoilsAll() {
        RequestOrigin list = from("10.0.0.1")
                .header("Forwarded", "for=198.51.100.1;proto=https")
                .header("Forwarded", "for=192.0.2.1;proto=http")
                .to(BEHIND_A_PROXY);
        assertThat(list.sourceText()).isEqualTo("192.0.2.1");
        assertThat(list.admissible()).isFalse();
        RequestOrigin broken = from("10.0.0.1")
                .header("Forwarded", "for=\"198.51.100.1;proto=https")
                .header("Forwarded", "for=192.0.2.1;proto=https")
                .to(BEHIND_A_PROXY);
        assertThat(broken.contradictory()).isTrue();
        // Two halves of a quotation, one from the sender and one from the proxy, are no whole.
        RequestOrigin halves = from("10.0.0.1")
                .header("Forwarded", "for=198.51.100.1;host=\"")
                .header("Forwarded", "for=192.0.2.1;by=\"[fd00::1]\";proto=http")
                .to(BEHIND_A_PROXY);
        assertThat(halves.contradictory()).isTrue();
    }

    @Test
    void gen19_allOfAnIpv6SubnetIsOneSourceForTheThrottle() {
        for (String address : List.of("2001:db8:1:2::1", "[2001:db8:1:2:ffff:ffff:ffff:ffff]:9")) {
            RequestOrigin origin =
                    from("10.0.0.1").header("X-Forwarded-For", address).to(BEHIND_A_PROXY);
            assertThat(origin.source().getAddress()).startsWith(0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 2);
        }
    }

    @Test
    void hdr5_aSchemeThatTheSenderHasWrittenIsNoTls() {
        for (Transport transport : List.of(ALONE, BEHIND_A_PROXY)) {
            assertThat(from("10.0.0.1").https().to(transport).secure()).isFalse();
            assertThat(from("10.0.0.1").https().to(transport).admissible()).isFalse();
            assertThat(from("10.0.0.1").tls().to(transport).admissible()).isTrue();
        }
    }

    @Test
    void whatNeverLeftThisMachineIsLocalWhetherTlsIsRequiredOrNot() {
        for (Transport transport : List.of(ALONE, new Transport(false, List.of()))) {
            assertThat(from("127.0.0.1").to("127.0.0.1").to(transport).local()).isTrue();
            assertThat(from("127.0.0.1")
                            .to("127.0.0.1")
                            .header("X-Forwarded-For", "127.0.0.1")
                            .to(transport)
                            .local())
                    .isFalse();
            assertThat(from("10.0.0.7").to(transport).local()).isFalse();
            assertThat(from("10.0.0.7").to(transport).secure()).isFalse();
        }
    }

    @Test
    void aPeerWithoutAnAddressIsNobody() {
        assertThat(from("").to(BEHIND_A_PROXY).sourceText()).isEqualTo("0.0.0.0");
        assertThat(from("/run/socket").to(ALONE).admissible()).isFalse();
        assertThat(from("fe80::1%eth0").to(ALONE).sourceText()).isEqualTo("fe80:0:0:0:0:0:0:1");
    }
}
