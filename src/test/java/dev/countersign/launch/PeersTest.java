package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.text.SourceNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final int MAX_PEERS = 4;
    private static final int MAX_BODY_BYTES = 100;
    private static final int MAX_STALLED = 2;

    private final Peers peers = new Peers(new Peers.Limits(MAX_PEERS, MAX_BODY_BYTES, MAX_STALLED));
    private final List<Peer> closed = new ArrayList<>();
    private long nanos = 1;

    @Test
    void theConnectionThatWaitsLongestMakesRoom() {
        List<Peer> crowd = opened("192.0.2.1", MAX_PEERS);
        crowd.get(0).arrived();

        Peer next = opened("192.0.2.1");

        assertThat(closed).containsExactly(crowd.get(1));
        assertThat(peers.size()).isEqualTo(MAX_PEERS);
        assertThat(next.isWaiting()).isTrue();
    }

    @Test
    void aSourceWithMostConnectionsLosesItsOwn() {
        Peer alone = opened("192.0.2.1");
        List<Peer> crowd = opened("2001:db8::1", 2);
        crowd.addAll(opened("2001:db8::2", 1));

        opened("192.0.2.2");
        opened("192.0.2.3");

        assertThat(closed).containsExactly(crowd.get(0), crowd.get(1));
        assertThat(alone.isWaiting()).isTrue();
    }

    /** Several at once, for the sake of the processor. */
    @Test
    void largeSourcesAreCutDownToTheSizeOfOthers() {
        Peers many = new Peers(new Peers.Limits(64, MAX_BODY_BYTES, MAX_STALLED));
        List<Peer> few = enter(many, "192.0.2.1", 30);
        List<Peer> most = enter(many, "192.0.2.2", 32);
        List<Peer> least = enter(many, "192.0.2.3", 2);

        enter(many, "192.0.2.4", 1);

        assertThat(closed).containsExactly(most.get(0), most.get(1), few.get(0), most.get(2));
        assertThat(closed).doesNotContainAnyElementsOf(least);
        assertThat(many.size()).isEqualTo(61);
    }

    @Test
    void ofEqualSourcesTheEldestConnectionGoes() {
        Peer eldest = opened("192.0.2.1");
        for (int i = 2; i <= MAX_PEERS + 1; i++) {
            opened("192.0.2." + i);
        }

        assertThat(closed).containsExactly(eldest);
    }

    @Test
    void whenAllAreAnsweredTheNextOneFindsNoRoom() {
        opened("192.0.2.1", MAX_PEERS).forEach(Peer::headArrived);

        assertThat(peers.enter(peer("192.0.2.2"))).isFalse();
        assertThat(closed).isEmpty();
    }

    /** Its request may have come long ago. */
    @Test
    void aConnectionThatWasNotReadYetStays() {
        Peer unread = peer("192.0.2.1");
        peers.enter(unread);
        List<Peer> crowd = opened("192.0.2.1", MAX_PEERS - 1);

        opened("192.0.2.2");

        assertThat(closed).containsExactly(crowd.get(0));
    }

    @Test
    void aClosedConnectionLeavesItsRoom() {
        List<Peer> all = opened("192.0.2.1", MAX_PEERS);
        peers.leave(all.get(2));

        opened("192.0.2.2");

        assertThat(closed).isEmpty();
    }

    @Test
    void aRequestHasItsTimeAsAWhole() {
        Peer slow = opened("192.0.2.1");
        Peer answered = opened("192.0.2.2");
        answered.headArrived();
        nanos += Peers.MAX_WAIT.toNanos() - 2;
        slow.waits(); // a byte more
        peers.closeOverdue();
        assertThat(closed).isEmpty();

        nanos += 10;
        answered.waits();
        peers.closeOverdue();

        assertThat(closed).containsExactly(slow);
    }

    @Test
    void aBodyThatDoesNotComeIsAnswered() {
        Peer slow = opened("192.0.2.1");
        slow.headArrived();
        List<Peer> ended = new ArrayList<>();
        slow.waitsForBody(() -> ended.add(slow));
        nanos += Peers.MAX_WAIT.toNanos() + 10;
        peers.closeOverdue();
        slow.arrived();
        peers.closeOverdue();

        assertThat(ended).containsExactly(slow);
        assertThat(closed).isEmpty();

        slow.waits(); // for the next head
        nanos += Peers.MAX_WAIT.toNanos() + 10;
        peers.closeOverdue();

        assertThat(ended).hasSize(1);
        assertThat(closed).containsExactly(slow);
    }

    @Test
    void theLargestBodyOfThoseThatAreNotWholeMakesRoom() {
        GatheredBody large = gathered(opened("192.0.2.1"), 60);
        Peer second = opened("192.0.2.2");
        gathered(second, 30);

        assertThat(gathered(opened("192.0.2.3"), 40).length()).isEqualTo(40);

        assertThat(closed).hasSize(1).doesNotContain(second);
        assertThat(large.capacity()).isZero();
        assertThat(peers.bodyBytes()).isEqualTo(70);
    }

    @Test
    void aBodyThatIsTheLargestItselfIsRefused() {
        Peer first = opened("192.0.2.1");
        gathered(first, 40);
        Peer second = opened("192.0.2.2");
        GatheredBody body = gathered(second, 50);

        assertThat(second.reserve(body, 20)).isFalse();
        assertThat(closed).isEmpty();
        assertThat(peers.bodyBytes()).isEqualTo(90);
    }

    @Test
    void wholeBodiesAreNotTakenAway() {
        Peer whole = opened("192.0.2.1");
        GatheredBody body = gathered(whole, 90);
        whole.arrived();

        assertThat(opened("192.0.2.2").reserve(new GatheredBody(), 20)).isFalse();
        assertThat(closed).isEmpty();
        whole.release(body);
        assertThat(peers.bodyBytes()).isZero();
    }

    @Test
    void whatIsClosedHoldsNothing() {
        Peer peer = opened("192.0.2.1");
        GatheredBody body = gathered(peer, 90);
        peers.leave(peer);

        assertThat(peers.bodyBytes()).isZero();
        assertThat(peer.reserve(body, 1)).isFalse();
        peer.release(body);
        assertThat(peers.bodyBytes()).isZero();
    }

    @Test
    void ofThoseThatStallTheFirstIsClosed() {
        List<Peer> answered = opened("192.0.2.1", MAX_PEERS);
        answered.forEach(Peer::headArrived);
        for (Peer peer : answered.subList(0, MAX_STALLED)) {
            nanos += 2;
            peer.stalls();
            peer.stalls();
        }
        assertThat(closed).isEmpty();

        answered.get(0).waits(); // has got its answer
        nanos += 2;
        answered.get(2).stalls();
        assertThat(closed).isEmpty();

        nanos += 2;
        answered.get(3).stalls();
        assertThat(closed).containsExactly(answered.get(1));
    }

    @Test
    void requestsThatAreNotWaitedForAreCounted() {
        Peer peer = opened("192.0.2.1");

        peer.headArrived();
        assertThat(peer.pipelined()).isZero();
        peer.headArrived();
        peer.headArrived();
        assertThat(peer.pipelined()).isEqualTo(2);
        peer.waits();
        peer.headArrived();
        assertThat(peer.pipelined()).isZero();
    }

    @Test
    void theHeapDecidesHowMany() {
        Peers.Limits small = Peers.Limits.of(256 << 20, 64);

        assertThat(small).isEqualTo(new Peers.Limits(1024, 16 << 20, 32));
        assertThat(small.withCertificates()).isEqualTo(new Peers.Limits(512, 16 << 20, 32));
        assertThat(Peers.Limits.of(64L << 30, 64).maxPeers()).isEqualTo(8192);
    }

    private List<Peer> opened(String address, int count) {
        return enter(peers, address, count);
    }

    private Peer opened(String address) {
        return opened(address, 1).get(0);
    }

    private List<Peer> enter(Peers all, String address, int count) {
        List<Peer> entered = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer peer = peer(address);
            assertThat(all.enter(peer)).isTrue();
            peer.waits();
            entered.add(peer);
        }
        return entered;
    }

    private Peer peer(String address) {
        nanos += 2;
        List<Peer> self = new ArrayList<>();
        Peer peer = new Peer(source(address), peers, () -> nanos, () -> closed.addAll(self));
        self.add(peer);
        return peer;
    }

    private static GatheredBody gathered(Peer peer, int bytes) {
        GatheredBody body = new GatheredBody();
        assertThat(peer.reserve(body, bytes)).isTrue();
        body.add(ByteBuffer.allocate(bytes), bytes);
        return body;
    }

    private static SourceNetwork source(String address) {
        try {
            return SourceNetwork.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
