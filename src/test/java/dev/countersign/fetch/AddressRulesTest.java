package dev.countersign.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class AddressRulesTest {

    private static final Set<Origin> LISTED =
            Set.of(new Origin("http", "listed.example", 8080), new Origin("https", "listed.example", 8443));

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/fetch/addresses.csv")
    void key1_key9_onlyPublicAddressesMayBeFetchedFrom(String address, boolean admitted) throws Exception {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/fetch/urls.csv")
    void key1_key9_aUrlIsPlainHttpsOrListed(URI url, boolean admitted) {
        assertThat(isAdmitted(url)).isEqualTo(admitted);
    }

    @Test
    void aUrlHasALongestLength() {
        String start = "https://keys.example/";
        assertThat(isAdmitted(URI.create(start + "a".repeat(KeySetUrl.MAX_URL_CHARS - start.length()))))
                .isTrue();
        assertThat(isAdmitted(URI.create(start + "a".repeat(KeySetUrl.MAX_URL_CHARS - start.length() + 1))))
                .isFalse();
    }

    @Test
    void key9_aNameWithOnePrivateAddressIsRefusedAltogether() throws Exception {
        InetAddress open = InetAddress.getByName("8.8.8.8");
        InetAddress inside = InetAddress.getByName("10.0.0.1");
        KeySetUrl url = KeySetUrl.parse(URI.create("https://keys.example/"), LISTED);

        assertThat(CheckedAddresses.of(url, host -> new InetAddress[] {open}).resolve("keys.example"))
                .containsExactly(open);
        assertThatThrownBy(() -> CheckedAddresses.of(url, host -> new InetAddress[] {open, inside}))
                .isInstanceOf(FetchFailedException.class)
                .hasMessageContaining("not public")
                .hasMessageNotContaining("10.0.0.1");
        assertThatThrownBy(() -> CheckedAddresses.of(url, host -> new InetAddress[0]))
                .isInstanceOf(FetchFailedException.class);
        assertThatThrownBy(() -> CheckedAddresses.of(url, host -> {
                    throw new UnknownHostException(host);
                }))
                .isInstanceOf(FetchFailedException.class)
                .hasNoCause();
    }

    @Test
    void aListedOriginMayHaveAnyAddress() throws Exception {
        KeySetUrl url = KeySetUrl.parse(URI.create("http://listed.example:8080/jwks"), LISTED);
        InetAddress inside = InetAddress.getLoopbackAddress();

        assertThat(CheckedAddresses.of(url, host -> new InetAddress[] {inside}).contain(inside))
                .isTrue();
    }

    @Test
    void key1_aNameIsLookedUpOnceAndTheSocketGoesNowhereElse() throws Exception {
        AtomicInteger lookUps = new AtomicInteger();
        InetAddress first = InetAddress.getByName("8.8.8.8");
        InetAddress second = InetAddress.getLoopbackAddress();
        KeySetUrl url = KeySetUrl.parse(URI.create("https://keys.example/"), LISTED);
        CheckedAddresses addresses =
                CheckedAddresses.of(url, host -> new InetAddress[] {lookUps.incrementAndGet() == 1 ? first : second});

        assertThat(addresses.resolve("keys.example")).containsExactly(first);
        assertThat(addresses.resolve("keys.example")).containsExactly(first);
        assertThat(lookUps).hasValue(1);
        Sockets sockets = new Sockets();
        assertThatThrownBy(() -> sockets.create(null)).isInstanceOf(SocketException.class);
        sockets.allow(addresses);
        assertThatThrownBy(() -> sockets.create(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(second, 1))))
                .isInstanceOf(SocketException.class);
        Socket socket = sockets.create(null);
        assertThatThrownBy(() -> socket.connect(new InetSocketAddress(second, 1), 100))
                .isInstanceOf(SocketException.class)
                .hasMessage("not a checked address");
        sockets.close();
        assertThat(socket.isClosed()).isTrue();
        assertThatThrownBy(() -> sockets.create(null)).isInstanceOf(SocketException.class);
    }

    private static boolean isAdmitted(URI url) {
        try {
            return KeySetUrl.parse(url, LISTED).uri().equals(url);
        } catch (FetchFailedException e) {
            return false;
        }
    }
}
