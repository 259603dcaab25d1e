package espalier.app.lessons;

import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the person is in each lesson, kept from one time to the next. */
public final class LessonProgress {

    private static final Logger LOG = LoggerFactory.getLogger(LessonProgress.class);

    private final Preferences preferences;

    /** Kept in these preferences. */
    public LessonProgress(Preferences preferences) {
        this.preferences = preferences;
    }

    /** The step to go on with; as many as there are where the lesson was gone through, 0 where it was not begun. */
    public int step(Lesson lesson) {
        return Math.min(preferences.getInt(lesson.id(), 0), lesson.steps().size());
    }

    /** Whether the lesson was gone through to its end, or ended on purpose. */
    public boolean isDone(Lesson lesson) {
        return step(lesson) == lesson.steps().size();
    }

    void keep(Lesson lesson, int step) {
        preferences.putInt(lesson.id(), step);
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.info("The place in a lesson could not be remembered", e);
        }
    }
}
