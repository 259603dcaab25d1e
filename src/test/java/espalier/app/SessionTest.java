package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.app.Notices.Notice;
import org.junit.jupiter.api.Test;

class SessionTest extends WindowTest {

    @Test
    void scores_of_the_selected_network_come_by_themselves_and_are_remembered() {
        settle();
        var first = onFx(() -> selectedScores.get());
        assertThat(first.layers()).hasSize(3);
        assertThat(first.layers().get(2).filters()).isEqualTo(12);
        addMilestones(4);
        onFx(() -> {
            session.setSelected(session.trajectory().get(1));
            return null;
        });
        settle();
        assertThat(onFx(() -> selectedScores.get()).layers().get(2).filters()).isEqualTo(6);
        onFx(() -> {
            session.setSelected(session.trajectory().get(0));
            return null;
        });
        assertThat(onFx(() -> selectedScores.get())).isSameAs(first);
    }

    @Test
    void milestones_are_kept_by_rate_and_replace_those_of_their_id() {
        addMilestones(8, 2);
        assertThat(onFx(() -> session.trajectory().stream().map(OpenNetwork::rateTitle).toList()))
                .containsExactly("unpruned", "×2", "×8");
        addMilestones(2);
        assertThat(onFx(() -> session.trajectory().size())).isEqualTo(3);
    }

    @Test
    void another_layer_or_network_lets_go_of_the_filter() {
        onFx(() -> {
            session.setSelectedFilter(3);
            session.setSelectedLayer("conv2");
            return null;
        });
        assertThat(session.getSelectedFilter()).isEqualTo(-1);
        addMilestones(2);
        onFx(() -> {
            session.setSelectedFilter(5);
            session.setSelected(session.trajectory().get(1));
            return null;
        });
        assertThat(session.getSelectedFilter()).isEqualTo(-1);
        assertThat(session.getSelectedLayer()).isEqualTo("conv2");
    }

    @Test
    void networks_are_given_on_the_engine_thread_only() {
        OpenNetwork open = onFx(() -> session.getSelected());
        assertThat(onEngine(() -> networks.get(open).classes())).isEqualTo(10);
        assertThatThrownBy(() -> networks.get(open)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_fault_of_the_program_is_told_with_a_hint_to_the_log() {
        Notice notice = Notice.of(new IllegalStateException("odd"));
        assertThat(notice.kind()).isEqualTo(Notice.Kind.FAULT);
        assertThat(notice.text()).contains("odd").contains("log");
    }
}
