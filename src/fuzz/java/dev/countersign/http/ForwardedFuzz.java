package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.text.IpLiteral;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** HDR-5: whatever stands in front of what the proxy wrote, the proxy's own words are read, or nothing is. */
class ForwardedFuzz {

    @FuzzTest(maxDuration = "5m")
    void forwarded(byte[] text) {
        String before = new String(text, StandardCharsets.ISO_8859_1);
        Optional<List<ForwardedElement>> elements = ForwardedElement.parseAll(before + ",for=192.0.2.1;proto=https");
        elements.ifPresent(list -> assertThat(list.get(list.size() - 1))
                .isEqualTo(new ForwardedElement("192.0.2.1", Optional.of("https"))));
    }

    @FuzzTest(maxDuration = "5m")
    void address(byte[] text) {
        Optional<InetAddress> address = IpLiteral.parse(new String(text, StandardCharsets.ISO_8859_1));
        address.ifPresent(
                read -> assertThat(IpLiteral.parse(read.getHostAddress())).contains(read));
    }
}
